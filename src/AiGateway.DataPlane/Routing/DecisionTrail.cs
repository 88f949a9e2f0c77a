using System.Text;

namespace AiGateway.Routing;

/// <summary>Who was asked or passed over for one request, and what came of it. Bounded; thread-safe, for two calls may end at once.</summary>
internal sealed class DecisionTrail
{
    private const int MostEntries = 16;

    private readonly List<(Target Target, string Outcome)> _entries = [];
    private bool _isCut;

    /// <summary>There is more to tell than that one target was asked.</summary>
    public bool SaysMore
    {
        get
        {
            lock (_entries)
            {
                return _entries.Count > 1;
            }
        }
    }

    /// <summary>Adds an entry; beyond the sixteenth only that there were more.</summary>
    public void Add(Target target, string outcome)
    {
        lock (_entries)
        {
            if (_entries.Count < MostEntries)
            {
                _entries.Add((target, outcome));
            }
            else
            {
                _isCut = true;
            }
        }
    }

    /// <summary>The entries in their order: <c>dashscope/qwen-plus:throttled, local/Qwen3-32B:ok</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        lock (_entries)
        {
            foreach (var (target, outcome) in _entries)
            {
                text.Append(text.Length == 0 ? "" : ", ").Append(target).Append(':').Append(outcome);
            }
        }

        return text.Append(_isCut ? ", …" : "").ToString();
    }
}
