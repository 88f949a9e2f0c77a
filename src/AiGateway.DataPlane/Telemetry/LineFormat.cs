using Microsoft.Extensions.Logging;

namespace AiGateway.Telemetry;

/// <summary>How a log line is written. Whatever stands in a field stays in it: no value can end the line or begin another field.</summary>
public abstract class LineFormat
{
    /// <summary>Begins a line with its time, level and message; the previous one is forgotten.</summary>
    public abstract void Begin(DateTimeOffset time, LogLevel level, string message);

    /// <summary>Adds a text; null adds nothing.</summary>
    public abstract void Add(string name, string? value);

    /// <summary>Adds a number.</summary>
    public abstract void Add(string name, long value);

    /// <summary>Adds a time span in milliseconds, as a number with three decimals.</summary>
    public abstract void Add(string name, TimeSpan value);

    /// <summary>Adds a truth value.</summary>
    public abstract void Add(string name, bool value);

    /// <summary>Ends the line.</summary>
    /// <returns>Its bytes, line end included, valid until the next line begins.</returns>
    public abstract ReadOnlySpan<byte> End();

    /// <summary>A level as logs name it.</summary>
    protected static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
