using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>Writes chunks with the new text in each, one finish reason a choice, usage behind them where it was asked for, <c>[DONE]</c> last.</summary>
internal sealed class CompletionsStreamWriter(AnswerContext context) : ChunkWriter(context)
{
    private readonly Dictionary<int, Choice> _choices = [];

    /// <inheritdoc/>
    protected override ReadOnlySpan<byte> Object => "text_completion"u8;

    /// <inheritdoc/>
    protected override void WriteOfChoice(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Logprobs:
                Open(part.Choice).Held = JsonOutput.OnOneLine(part.Text);
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal:
                WriteChunk(part.Choice, part.Text, default);
                break;
            case StreamEventKind.Stop:
                WriteChunk(part.Choice, "\"\""u8, ChatStop.WordOf(part.Stop, hasRefusal: false));
                break;
        }
    }

    // What is to be repeated comes first, in a chunk of its own.
    private Choice Open(int index)
    {
        if (!_choices.TryGetValue(index, out var choice))
        {
            var echo = CompletionsAnswerCodec.EchoOf(Context);
            _choices[index] = choice = new Choice(new CompletionsLogprobs(echo.Escaped));
            if (!echo.IsEmpty)
            {
                WriteChunk(index, echo.Quoted.Span, default);
            }
        }

        return choice;
    }

    private void WriteChunk(int index, ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> finish)
    {
        var choice = Open(index);
        BeginFrame();
        Json.WriteStartObject();
        Json.WriteJson("text"u8, quoted);
        Json.WriteNumber("index"u8, index);
        choice.Logprobs.Write(Json, choice.Take());
        EndChoice(finish);
    }

    private sealed class Choice(CompletionsLogprobs logprobs)
    {
        public CompletionsLogprobs Logprobs { get; } = logprobs;

        public byte[] Held { get; set; } = [];

        public byte[] Take()
        {
            var held = Held;
            Held = [];
            return held;
        }
    }
}
