using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.Tokens;

/// <summary>Estimates how many tokens of input a conversation is: instructions, turns, tools, and what is no text, by the size that it usually has.</summary>
internal static class TokenEstimate
{
    // What frames a request, a turn, a call, a tool, in the templates of chat models.
    private const int OfRequest = 3;
    private const int OfTurn = 4;
    private const int OfCall = 8;
    private const int OfTool = 10;

    // An image of a megapixel is 765 to 1,600 tokens, as the provider has it; one that need not be looked at closely is 85 at OpenAI.
    private const int OfImage = 1_100;
    private const int OfSmallImage = 85;

    // Sound is 32 tokens a second at Gemini, which compressed is some 16 kB; a page of a PDF 1,500 to 3,000, and some 80 kB.
    private const int BytesOfSoundAToken = 500;
    private const int BytesOfFileAToken = 40;
    private const int OfUnseenMedia = 2_000;

    // Sealed reasoning is base64 of something that is itself longer than the text.
    private const int BytesOfSealAToken = 6;

    /// <summary>Estimates it.</summary>
    /// <param name="request">The request, of which what steers the answer does not count.</param>
    public static long Of(ConversationRequest request)
    {
        var meter = new TextMeter();
        meter.AddTokens(OfRequest);
        foreach (var turn in request.Turns)
        {
            meter.AddTokens(OfTurn);
            meter.Add(turn.Name);
            Add(ref meter, turn.Parts);
        }

        foreach (var tool in request.Tools)
        {
            Add(ref meter, tool);
        }

        if (request.Format is { } format)
        {
            meter.AddTokens(OfTool);
            meter.Add(format.Schema.Span);
        }

        return meter.Tokens;
    }

    private static void Add(ref TextMeter meter, IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            Add(ref meter, part);
        }
    }

    private static void Add(ref TextMeter meter, Part part)
    {
        switch (part)
        {
            case TextPart text:
                meter.Add(text.Text);
                break;
            case RefusalPart refusal:
                meter.Add(refusal.Text);
                break;
            case ReasoningPart reasoning:
                meter.Add(reasoning.Text);
                break;
            case SealedReasoningPart seal:
                meter.AddTokens(seal.Content.Value.Quoted.Length / BytesOfSealAToken);
                break;
            case ImagePart image:
                meter.AddTokens(image.Detail.Is("low"u8) ? OfSmallImage : OfImage);
                break;
            case AudioPart audio:
                meter.AddTokens(OfMedia(audio.Source, BytesOfSoundAToken));
                break;
            case FilePart file:
                meter.Add(file.Title);
                meter.Add(file.Context);
                meter.Add(file.Source.Text);
                meter.AddTokens(file.Source.Text.IsGiven ? 0 : OfMedia(file.Source, BytesOfFileAToken));
                break;
            case ToolCallPart call:
                meter.AddTokens(OfCall);
                meter.Add(call.Name);
                meter.Add(call.Arguments.Span);
                break;
            case ToolResultPart result:
                meter.AddTokens(OfCall);
                Add(ref meter, result.Content);
                break;
            case OpaquePart opaque:
                meter.Add(opaque.Json.Span);
                break;
        }
    }

    private static void Add(ref TextMeter meter, Tool tool)
    {
        meter.AddTokens(OfTool);
        switch (tool)
        {
            case FunctionTool function:
                meter.Add(function.Name);
                meter.Add(function.Description);
                meter.Add(function.Parameters.Span);
                break;
            case FreeformTool freeform:
                meter.Add(freeform.Name);
                meter.Add(freeform.Description);
                meter.Add(freeform.Grammar);
                break;
            case ProviderTool own:
                meter.Add(own.Json.Span);
                break;
        }
    }

    // Three bytes are four characters of base64.
    private static long OfMedia(MediaSource source, int bytesAToken) =>
        source.Data.IsGiven ? Math.Max(1, source.Data.Quoted.Length * 3L / 4 / bytesAToken) : OfUnseenMedia;
}
