using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>Names calls in a stream as the caller does, where the target was told other names.</summary>
/// <param name="names">The names.</param>
/// <param name="next">Takes what the stream says.</param>
internal sealed class NamedCalls(ToolNames names, IStreamSink next) : IStreamSink
{
    /// <inheritdoc/>
    public void Take(scoped in StreamEvent part)
    {
        if (part.Kind == StreamEventKind.ToolCall && part.Name.Length > 2)
        {
            var name = names.MeantBy(new JsonString(part.Name.ToArray()));
            next.Take(part with { Name = name.Quoted.Span });
            return;
        }

        next.Take(part);
    }
}
