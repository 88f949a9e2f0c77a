using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAiChat;

namespace AiGateway.Dialects.OpenAiCompletions;

/// <summary>Writes chunks with the new text in each, one finish reason a choice, usage behind them where it was asked for, <c>[DONE]</c> last.</summary>
internal sealed class CompletionsStreamWriter(AnswerContext context) : EventWriter(context)
{
    private readonly Dictionary<int, Choice> _choices = [];
    private JsonString _id;
    private JsonString _model;
    private long _created;
    private TokenUsage? _usage;

    /// <inheritdoc/>
    public override void WriteError(in ErrorDetail error) => ChatErrorCodec.Instance.WriteEvent(Output, error);

    /// <inheritdoc/>
    protected override void Write(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                _id = part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : JsonString.Of(Context.FallbackId);
                _model = part.Name.Length > 2 ? new JsonString(part.Name.ToArray()) : JsonString.Of(Context.FallbackModel);
                _created = part.Created > 0 ? part.Created : Context.Now;
                _usage = part.Usage == default ? null : part.Usage;
                break;
            case StreamEventKind.Usage:
                _usage = part.Usage;
                break;
            case StreamEventKind.Logprobs:
                Open(part.Choice).Held = JsonOutput.OnOneLine(part.Text);
                break;
            case StreamEventKind.Text or StreamEventKind.Refusal:
                WriteChunk(part.Choice, part.Text, default);
                break;
            case StreamEventKind.Stop:
                WriteChunk(part.Choice, "\"\""u8, ChatStop.WordOf(part.Stop, hasRefusal: false));
                break;
            case StreamEventKind.End:
                WriteEnd();
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
        BeginEnvelope();
        Json.WriteStartObject();
        Json.WriteJson("text"u8, quoted);
        Json.WriteNumber("index"u8, index);
        choice.Logprobs.Write(Json, choice.Take());
        if (finish.IsEmpty)
        {
            Json.WriteNull("finish_reason"u8);
        }
        else
        {
            Json.WriteString("finish_reason"u8, finish);
        }

        Json.WriteEndObject();
        Json.WriteEndArray();
        if (Context.WantsUsage)
        {
            Json.WriteNull("usage"u8);
        }

        EndEnvelope();
    }

    private void BeginEnvelope()
    {
        Output.Write("data: "u8);
        Json.Reset();
        Json.WriteStartObject();
        Json.WriteText("id"u8, _id);
        Json.WriteString("object"u8, "text_completion"u8);
        Json.WriteNumber("created"u8, _created);
        Json.WriteText("model"u8, _model);
        Json.WriteStartArray("choices"u8);
    }

    private void EndEnvelope()
    {
        Json.WriteEndObject();
        Json.Flush();
        Output.Write("\n\n"u8);
    }

    private void WriteEnd()
    {
        if (Context.WantsUsage && _usage is { } usage)
        {
            BeginEnvelope();
            Json.WriteEndArray();
            ChatUsage.Write(Json, usage);
            EndEnvelope();
        }

        Output.Write("data: [DONE]\n\n"u8);
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
