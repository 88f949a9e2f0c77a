using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes chunks as OpenAI does: a role first, one finish reason a choice, usage behind them where it was asked for, <c>[DONE]</c> last.</summary>
internal sealed class ChatStreamWriter(AnswerContext context) : ChunkWriter(context)
{
    private readonly Dictionary<int, ChatChoiceWriting> _choices = [];

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> Object => "chat.completion.chunk"u8;

    private bool IsOld => Context.Request?.KnowsFunctionsOnly == true;

    /// <inheritdoc/>
    protected override void Begin() => Open(0);

    /// <inheritdoc/>
    protected override void WriteOfChoice(scoped in StreamEvent part) => TakeOfChoice(part, Open(part.Choice));

    private ChatChoiceWriting Open(int index)
    {
        if (!_choices.TryGetValue(index, out var choice))
        {
            _choices[index] = choice = new ChatChoiceWriting(index);
            BeginChunk(choice);
            Json.WriteString("role"u8, "assistant"u8);
            Json.WriteString("content"u8, ""u8);
            Json.WriteNull("refusal"u8);
            EndChunk();
        }

        return choice;
    }

    private void TakeOfChoice(scoped in StreamEvent part, ChatChoiceWriting choice)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Logprobs:
                choice.Logprobs = JsonOutput.OnOneLine(part.Text);
                break;
            case StreamEventKind.Text:
                choice.NoteText(part.Text);
                WriteDelta(choice, "content"u8, part.Text);
                break;
            case StreamEventKind.Refusal:
                choice.HasRefusal = true;
                WriteDelta(choice, "refusal"u8, part.Text);
                break;
            case StreamEventKind.Reasoning:
                WriteDelta(choice, "reasoning_content"u8, part.Text);
                break;
            case StreamEventKind.Signature or StreamEventKind.SealedReasoning:
                WriteOpaque(choice, part);
                break;
            case StreamEventKind.ToolCall or StreamEventKind.Arguments:
                WriteCall(choice, part.Slot, part);
                break;
            case StreamEventKind.Image:
                WriteImage(choice, part);
                break;
            case StreamEventKind.Citation when part.Citation is { Url.IsEmpty: false }:
                WriteCitation(choice, part.Citation);
                break;
            case StreamEventKind.PartEnd:
                choice.EndPart();
                WriteMissingArguments(choice, part.Slot);
                break;
            case StreamEventKind.Stop:
                WriteStop(choice, part.Stop);
                break;
        }
    }

    private void BeginChunk(ChatChoiceWriting choice)
    {
        BeginFrame();
        Json.WriteStartObject();
        Json.WriteNumber("index"u8, choice.Index);
        Json.WriteStartObject("delta"u8);
    }

    private void EndChunk(ReadOnlySpan<byte> logprobs = default, ReadOnlySpan<byte> finish = default)
    {
        Json.WriteEndObject();
        Json.WriteJson("logprobs"u8, logprobs.IsEmpty ? "null"u8 : logprobs);
        EndChoice(finish);
    }

    private void WriteDelta(ChatChoiceWriting choice, ReadOnlySpan<byte> name, ReadOnlySpan<byte> quoted)
    {
        BeginChunk(choice);
        Json.WriteJson(name, quoted);
        EndChunk(choice.TakeLogprobs());
    }

    // What must come back unchanged: as in whole answers.
    private void WriteOpaque(ChatChoiceWriting choice, scoped in StreamEvent part)
    {
        if (part.Slot != StreamEvent.NoSlot)
        {
            WriteCall(choice, part.Slot, part);
            return;
        }

        var isSealed = part.Kind == StreamEventKind.SealedReasoning;
        BeginChunk(choice);
        Json.WriteStartArray("thinking_blocks"u8);
        Json.WriteStartObject();
        Json.WriteString("type"u8, isSealed ? "redacted_thinking"u8 : "thinking"u8);
        if (!isSealed)
        {
            Json.WriteString("thinking"u8, ""u8);
        }

        var signature = new Signature(part.Family, new JsonString(part.Text.ToArray()));
        Json.WriteText(isSealed ? "data"u8 : "signature"u8, SignatureTag.Write(signature, DialectFamily.Anthropic, isSealed));
        Json.WriteEndObject();
        Json.WriteEndArray();
        EndChunk();
    }

    private void WriteCall(ChatChoiceWriting choice, int slot, scoped in StreamEvent part)
    {
        // Who knows functions and no tools has a place for one, the first.
        if (IsOld && (slot > 0 || part.Kind == StreamEventKind.Signature))
        {
            return;
        }

        BeginChunk(choice);
        if (IsOld)
        {
            ChatCallChunk.WriteFunction(Json, choice, slot, part);
        }
        else
        {
            ChatCallChunk.WriteTool(Json, choice, slot, part, Context);
        }

        EndChunk();
    }

    private void WriteMissingArguments(ChatChoiceWriting choice, int slot)
    {
        if (choice.LacksArguments(slot))
        {
            WriteCall(choice, slot, new StreamEvent { Kind = StreamEventKind.Arguments, Text = "\"{}\""u8 });
        }
    }

    private void WriteCitation(ChatChoiceWriting choice, Citation citation)
    {
        var (start, end) = citation.Range ?? (choice.PartStart, choice.TextLength);
        BeginChunk(choice);
        Json.WriteStartArray("annotations"u8);
        ChatCitations.Write(Json, citation, start, end);
        Json.WriteEndArray();
        EndChunk();
    }

    private void WriteImage(ChatChoiceWriting choice, scoped in StreamEvent part)
    {
        BeginChunk(choice);
        Json.WriteStartArray("images"u8);
        var source = new MediaSource { Data = new JsonString(part.Text.ToArray()), MediaType = new JsonString(part.Name.ToArray()) };
        ChatImages.Write(Json, source, choice.Images++);
        Json.WriteEndArray();
        EndChunk();
    }

    private void WriteStop(ChatChoiceWriting choice, StopReason reason)
    {
        for (var slot = 0; slot < choice.Calls; slot++)
        {
            WriteMissingArguments(choice, slot);
        }

        BeginChunk(choice);
        EndChunk(choice.TakeLogprobs(), ChatStop.WordOf(reason, choice.HasRefusal, IsOld));
    }
}
