namespace AiGateway.Dialects.Conversation;

/// <summary>Finds which fields a request has, in one walk.</summary>
internal sealed class FieldScan
{
    private readonly bool[] _used = new bool[Enum.GetValues<ConversationField>().Length];

    private FieldScan()
    {
    }

    /// <summary>Takes note of the fields of a request that a target cannot carry.</summary>
    public static void NoteDropped(ConversationRequest request, FieldTable target, RequestRules rules, DroppedFields dropped)
    {
        var used = Of(request);
        foreach (var row in target.Rows)
        {
            if (used[(int)row.Field] && !rules.Takes(row))
            {
                dropped.Add(row.Field);
            }
        }
    }

    /// <summary>Whether an answer without the field would be one to another question: what it stands for is not in the request itself.</summary>
    public static bool IsIndispensable(ConversationField field) =>
        field is ConversationField.PreviousAnswer or ConversationField.StoredConversation or ConversationField.StoredPrompt or ConversationField.StoredItem
            or ConversationField.Prompts;

    /// <summary>Whether the request has each field, by the field's number.</summary>
    public static bool[] Of(ConversationRequest request)
    {
        var scan = new FieldScan();
        scan.NoteRequest(request);
        scan.NoteSampling(request.Sampling);
        scan.NoteTools(request);
        scan.NoteTurns(request.Turns);
        return scan._used;
    }

    private void Note(ConversationField field, bool isUsed) => _used[(int)field] |= isUsed;

    private void NoteRequest(ConversationRequest request)
    {
        Note(ConversationField.JsonObject, request.Format is { Schema.IsEmpty: true });
        Note(ConversationField.JsonSchema, request.Format is { Schema.IsEmpty: false });
        Note(ConversationField.ReasoningEffort, request.Reasoning is not null and not { Budget: not null });
        Note(ConversationField.ReasoningBudget, request.Reasoning?.Budget is not null);
        Note(ConversationField.ReasoningShown, request.Reasoning?.IsShown is not null);
        Note(ConversationField.ServiceTier, !request.ServiceTier.IsEmpty);
        Note(ConversationField.EndUser, !request.EndUser.IsEmpty);
        Note(ConversationField.PromptCacheKey, !request.PromptCacheKey.IsEmpty);
        Note(ConversationField.CacheMarkers, request.Cache is not null);
        Note(ConversationField.Metadata, !request.Metadata.IsEmpty);
        Note(ConversationField.Store, request.Store == true);
        Note(ConversationField.Verbosity, !request.Verbosity.IsEmpty);
        Note(ConversationField.Modalities, !request.Modalities.IsEmpty);
        Note(ConversationField.Voice, !request.Voice.IsEmpty);
        Note(ConversationField.Prediction, !request.Prediction.IsEmpty);
        Note(ConversationField.PreviousAnswer, !request.PreviousAnswer.IsEmpty);
        Note(ConversationField.StoredConversation, !request.StoredConversation.IsEmpty);
        Note(ConversationField.StoredPrompt, !request.StoredPrompt.IsEmpty);
        Note(ConversationField.Prompts, !request.Prompts.IsEmpty);
    }

    private void NoteSampling(SamplingOptions sampling)
    {
        Note(ConversationField.MaxTokens, sampling.MaxTokens is not null);
        Note(ConversationField.Temperature, sampling.Temperature is not null);
        Note(ConversationField.TopP, sampling.TopP is not null);
        Note(ConversationField.TopK, sampling.TopK is not null);
        Note(ConversationField.FrequencyPenalty, sampling.FrequencyPenalty is not null and not 0);
        Note(ConversationField.PresencePenalty, sampling.PresencePenalty is not null and not 0);
        Note(ConversationField.Stop, sampling.Stop.Count > 0);
        Note(ConversationField.Seed, sampling.Seed is not null);
        Note(ConversationField.Count, sampling.Count is not null and not 1);
        Note(ConversationField.Logprobs, sampling.Logprobs == true || sampling.TopLogprobs is not null);
        Note(ConversationField.LogitBias, !sampling.LogitBias.IsEmpty);
    }

    private void NoteTools(ConversationRequest request)
    {
        foreach (var tool in request.Tools)
        {
            Note(ConversationField.Tools, tool is FunctionTool);
            Note(ConversationField.StrictTools, tool is FunctionTool { Strict: true });
            Note(ConversationField.FreeformTools, tool is FreeformTool);
            Note(ConversationField.CacheMarkers, tool.Cache is not null);
        }

        Note(ConversationField.ToolChoice, request.ToolChoice is not null);
        Note(ConversationField.AllowedTools, request.ToolChoice is { Mode: ToolChoiceMode.Auto, Names.Count: > 0 } or { Names.Count: > 1 });

        // Who is allowed several calls at once loses nothing, and nobody is limited to one who has none to make.
        Note(ConversationField.ParallelToolCalls, request is { ParallelToolCalls: false, Tools.Count: > 0, KnowsFunctionsOnly: false });
    }

    private void NoteTurns(IReadOnlyList<Turn> turns)
    {
        var hasBegun = false;
        foreach (var turn in turns)
        {
            var instructs = turn.Role is TurnRole.System or TurnRole.Developer;
            hasBegun |= !instructs;
            Note(ConversationField.Instructions, instructs && !hasBegun);
            Note(ConversationField.LaterInstructions, instructs && hasBegun);
            Note(ConversationField.SpeakerName, !turn.Name.IsEmpty);
            foreach (var part in turn.Parts)
            {
                NotePart(part);
            }
        }
    }

    private void NotePart(Part part)
    {
        Note(ConversationField.CacheMarkers, part.Cache is not null);
        switch (part)
        {
            case TextPart text:
                Note(ConversationField.Text, true);
                Note(ConversationField.Citations, text.Citations.Count > 0);
                break;
            case ImagePart image:
                Note(image.Source.FileId.IsGiven ? ConversationField.ProviderFile : ConversationField.Image, true);
                Note(ConversationField.ImageDetail, !image.Detail.IsEmpty);
                break;
            case AudioPart audio:
                Note(audio.Source.FileId.IsGiven ? ConversationField.ProviderFile : ConversationField.Audio, true);
                break;
            case FilePart file:
                NoteFile(file);
                break;
            case ToolCallPart call:
                Note(call.IsFreeform ? ConversationField.FreeformCall : ConversationField.ToolCall, true);
                Note(ConversationField.CallSignature, call.Signature is not null);
                break;
            case ToolResultPart result:
                NoteResult(result);
                break;
            case ReasoningPart reasoning:
                Note(reasoning.Signature is null ? ConversationField.Reasoning : ConversationField.SignedReasoning, true);
                break;
            case SealedReasoningPart:
                Note(ConversationField.SealedReasoning, true);
                break;
            case RefusalPart:
                Note(ConversationField.Refusal, true);
                break;
            case StoredPart:
                Note(ConversationField.StoredItem, true);
                break;
        }
    }

    private void NoteFile(FilePart file)
    {
        Note(ConversationField.ProviderFile, file.Source.FileId.IsGiven);
        Note(ConversationField.FileUrl, file.Source.Url.IsGiven);
        Note(ConversationField.File, file.Source.Data.IsGiven || file.Source.Text.IsGiven);
        Note(ConversationField.FileContext, !file.Context.IsEmpty || file.Cite is not null);
    }

    private void NoteResult(ToolResultPart result)
    {
        Note(ConversationField.ToolResult, true);
        Note(ConversationField.ToolError, result.IsError);
        foreach (var part in result.Content)
        {
            Note(ConversationField.ToolResultMedia, part is ImagePart or FilePart or AudioPart);
            if (part is TextPart or ImagePart or FilePart)
            {
                NotePart(part);
            }
        }
    }
}
