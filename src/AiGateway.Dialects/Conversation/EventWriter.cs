using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Writes one answer as complete events of a dialect, as the hub tells it. One per answer; not thread-safe.</summary>
internal abstract class EventWriter : IStreamSink, IDisposable
{
    private readonly FreeformCalls? _freeform;
    private bool _hasBegun;

    /// <summary>Begins an answer.</summary>
    protected EventWriter(AnswerContext context)
    {
        Context = context;
        Json = new Utf8JsonWriter(Output, JsonOutput.Options);
        var tools = context.Request?.Tools ?? [];
        _freeform = FreeformEmulation.HasFreeform(tools) ? new FreeformCalls(tools, new Direct(this)) : null;
    }

    /// <summary>What has been written and not been taken.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new();

    /// <summary>Why the answer cannot go on in this dialect; null while it can. Nothing more is written then.</summary>
    public string? Failure { get; protected set; }

    /// <summary>The number of the next event; null where events have none.</summary>
    public virtual long? NextNumber => null;

    /// <summary>What no answer says.</summary>
    protected AnswerContext Context { get; }

    /// <summary>Writes JSON into the output; reset for each event.</summary>
    protected Utf8JsonWriter Json { get; }

    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        if (_freeform is not null)
        {
            _freeform.Take(part);
            return;
        }

        WriteNamed(part);
    }

    /// <summary>Writes that the answer ends with an error, be it after a failure of the writer's own. Comes last.</summary>
    public abstract void WriteError(in ErrorDetail error);

    /// <inheritdoc/>
    public void Dispose() => Json.Dispose();

    /// <summary>Writes one piece.</summary>
    protected abstract void Write(scoped in StreamEvent part);

    private void WriteNamed(scoped in StreamEvent part)
    {
        // An answer of nothing but its end has a beginning, too, where it is told in another dialect.
        var begins = part.Kind == StreamEventKind.Begin;
        if (!_hasBegun)
        {
            _hasBegun = true;
            if (!begins)
            {
                WriteNamed(new StreamEvent { Kind = StreamEventKind.Begin });
            }
        }

        if (begins && Context.Id.IsGiven)
        {
            Write(new StreamEvent { Kind = part.Kind, Id = Context.Id.Quoted.Span, Name = part.Name, Created = part.Created, Usage = part.Usage });
            return;
        }

        Write(part);
    }

    private sealed class Direct(EventWriter writer) : IStreamSink
    {
        public void Take(scoped in StreamEvent part) => writer.WriteNamed(part);
    }
}
