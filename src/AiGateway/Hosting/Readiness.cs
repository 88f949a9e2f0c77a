using System.Text.Json;
using AiGateway.Ingress;
using AiGateway.Telemetry;

namespace AiGateway.Hosting;

/// <summary>What <c>/readyz?verbose</c> tells an operator beyond yes and no.</summary>
internal sealed class Readiness(Drain drain, InFlight inFlight, DataDirectory data, MemoryBudget memory, LineWriter log)
{
    private volatile string _reload = "none";

    /// <summary>Notes what came of the last reading of the configuration.</summary>
    public void NoteReload(bool accepted) => _reload = accepted ? "accepted" : "rejected";

    /// <summary>Adds the members to an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("draining", drain.State.ToString().ToLowerInvariant());
        json.WriteNumber("requests_in_flight", inFlight.Count);
        json.WriteNumber("bytes_held", memory.Held);
        json.WriteNumber("log_lines_dropped", log.Dropped);
        json.WriteString("last_reload", _reload);
        json.WriteString("data_dir", data.IsWritable ? "writable" : "not writable: nothing is kept over a restart");
    }
}
