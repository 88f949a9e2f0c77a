using System.Buffers;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>Writes the streams of Chat and of legacy completions, whose chunks have the same frame: usage comes behind the choices where it was asked for, <c>[DONE]</c> last.</summary>
/// <param name="context">What no answer says.</param>
internal abstract class ChunkWriter(AnswerContext context) : EventWriter(context)
{
    private JsonString _id;
    private JsonString _model;
    private long _created;
    private TokenUsage? _usage;

    /// <summary>What a chunk calls itself: <c>chat.completion.chunk</c>.</summary>
    protected abstract ReadOnlySpan<byte> Object { get; }

    /// <inheritdoc/>
    public override void WriteError(in ErrorDetail error) => ChatErrorCodec.Instance.WriteEvent(Output, error);

    /// <summary>Writes a piece of one choice.</summary>
    protected abstract void WriteOfChoice(scoped in StreamEvent part);

    /// <summary>The answer has begun.</summary>
    protected virtual void Begin()
    {
    }

    /// <inheritdoc/>
    protected sealed override void Write(scoped in StreamEvent part)
    {
        switch (part.Kind)
        {
            case StreamEventKind.Begin:
                _id = part.Id.Length > 2 ? new JsonString(part.Id.ToArray()) : JsonString.Of(Context.FallbackId);
                _model = part.Name.Length > 2 ? new JsonString(part.Name.ToArray()) : JsonString.Of(Context.FallbackModel);
                _created = part.Created > 0 ? part.Created : Context.Now;
                _usage = part.Usage == default ? null : part.Usage;
                Begin();
                break;
            case StreamEventKind.Usage:
                _usage = part.Usage;
                break;
            case StreamEventKind.End:
                WriteEnd();
                break;
            default:
                WriteOfChoice(part);
                break;
        }
    }

    /// <summary>Begins a chunk, up to its list of choices.</summary>
    protected void BeginFrame()
    {
        Output.Write("data: "u8);
        Json.Reset();
        Json.WriteStartObject();
        Json.WriteText("id"u8, _id);
        Json.WriteString("object"u8, Object);
        Json.WriteNumber("created"u8, _created);
        Json.WriteText("model"u8, _model);
        Json.WriteStartArray("choices"u8);
    }

    /// <summary>Ends a chunk and the choice in it.</summary>
    /// <param name="finish">Why the choice ends; empty while it does not.</param>
    protected void EndChoice(ReadOnlySpan<byte> finish)
    {
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

        EndFrame();
    }

    private void EndFrame()
    {
        Json.WriteEndObject();
        Json.Flush();
        Output.Write("\n\n"u8);
    }

    private void WriteEnd()
    {
        if (Context.WantsUsage && _usage is { } usage)
        {
            BeginFrame();
            Json.WriteEndArray();
            ChatUsage.Write(Json, usage);
            EndFrame();
        }

        Output.Write("data: [DONE]\n\n"u8);
    }
}
