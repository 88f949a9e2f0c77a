namespace AiGateway.Demo.Models;

/// <summary>What goes wrong with an answer after the request was accepted.</summary>
internal enum Fault
{
    None,

    /// <summary>Nothing is ever sent, not even a status.</summary>
    Silence,

    /// <summary>A page for browsers in place of the answer.</summary>
    Html,

    /// <summary>A 200 without a body.</summary>
    Empty,

    /// <summary>The connection is reset midway.</summary>
    Cut,

    /// <summary>Nothing more is sent midway, and the connection stays open.</summary>
    Stall,

    /// <summary>Signs of life, and never an answer.</summary>
    Heartbeats,

    /// <summary>An error event in place of the rest of the stream; a 500 where the answer is no stream.</summary>
    ErrorEvent,

    /// <summary>JSON that breaks off: one event of a stream, or the whole answer.</summary>
    Malformed,

    /// <summary>The stream ends without the event that says so.</summary>
    NoEnd,
}
