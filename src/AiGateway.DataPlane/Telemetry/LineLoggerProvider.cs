using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AiGateway.Telemetry;

/// <summary>Writes everything that is logged beside requests into the same lines.</summary>
public sealed class LineLoggerProvider(LogOutput output, TimeProvider time) : ILoggerProvider
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    // What the server says of an answer that the gateway broke off on purpose.
    private const int KestrelApplicationError = 13;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, output, time);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class LineLogger(string category, LogOutput output, TimeProvider time) : ILogger
    {
        private readonly bool _isServer = category.StartsWith("Microsoft.", StringComparison.Ordinal) || category.StartsWith("System.", StringComparison.Ordinal);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The server's own information is about single connections.
        public bool IsEnabled(LogLevel logLevel) => output.IsEnabled(logLevel) && (!_isServer || logLevel >= LogLevel.Warning);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || (eventId.Id == KestrelApplicationError && category == Kestrel))
            {
                return;
            }

            var line = output.Line;
            line.Begin(time.GetUtcNow(), logLevel, formatter(state, exception));
            if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
            {
                foreach (var (name, value) in fields)
                {
                    if (name != "{OriginalFormat}")
                    {
                        line.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), Convert.ToString(value, CultureInfo.InvariantCulture));
                    }
                }
            }

            line.Add("category", category);
            line.Add("exception", exception?.ToString());
            output.Send(line.End());
        }
    }
}
