using System.Globalization;
using System.Text;
using System.Text.Json;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Continuation;

/// <summary>Where and how a dialect's request has the beginning of an answer.</summary>
/// <param name="Member">The top-level array of turns: <c>messages</c>.</param>
/// <param name="Before">What stands ahead of the escaped text: <c>{"role":"assistant","content":"</c>.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record TurnPlace(string Member, string Before, string After)
{
    /// <summary>What makes a turn of the caller's of a string that stands in place of the array, ahead of that string; empty, the default: none may.</summary>
    public string BeforeString { get; init; } = "";

    /// <summary>The names of the member that limits the answer's tokens. Default <c>max_tokens</c>.</summary>
    public IReadOnlyList<string> Limits { get; init; } = ["max_tokens"];

    /// <summary>The names of the top-level object that has the limit; empty, the default: the request has it itself.</summary>
    public IReadOnlyList<string> LimitHolders { get; init; } = [];

    /// <summary>Puts a text into a request, as the beginning of its answer.</summary>
    /// <param name="body">The request, valid JSON.</param>
    /// <param name="escaped">The text, as it stands between quotes.</param>
    /// <param name="tokens">How many tokens it takes of the limit.</param>
    /// <returns>What to change, in its order; null where there is no place for it, or the limit is used up.</returns>
    public IReadOnlyList<BodyEdit>? Edit(ReadOnlySpan<byte> body, string escaped, long tokens)
    {
        try
        {
            return EditMembers(body, escaped, tokens);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // A name with half a character in it.
            return null;
        }
    }

    private List<BodyEdit>? EditMembers(ReadOnlySpan<byte> body, string escaped, long tokens)
    {
        var edits = new List<BodyEdit>();
        var hasTurn = false;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == Member)
            {
                // Which of several counts is the provider's choice.
                if (hasTurn || !TryAddTurn(ref reader, escaped, edits))
                {
                    return null;
                }

                hasTurn = true;
            }
            else if (!TryLower(name, ref reader, tokens, edits))
            {
                return null;
            }
        }

        return hasTurn ? edits : null;
    }

    private bool TryAddTurn(ref Utf8JsonReader reader, string escaped, List<BodyEdit> edits)
    {
        var start = reader.TokenStartIndex;
        var turn = $",{Before}{escaped}{After}";
        if (reader.TokenType == JsonTokenType.String && BeforeString.Length > 0)
        {
            edits.Add(Insertion(start, $"[{BeforeString}"));
            edits.Add(Insertion(reader.BytesConsumed, $"}}{turn}]"));
            return true;
        }

        var isArray = reader.TokenType == JsonTokenType.StartArray;
        reader.Skip();
        if (!isArray || reader.TokenStartIndex <= start + 1)
        {
            return false;
        }

        edits.Add(Insertion(reader.TokenStartIndex, turn));
        return true;
    }

    // The target counts from zero: without this, a limit of 100 tokens could give nearly 200.
    private bool TryLower(string name, ref Utf8JsonReader reader, long tokens, List<BodyEdit> edits)
    {
        if (LimitHolders.Count == 0)
        {
            return !Limits.Contains(name) ? Skip(ref reader) : TryLower(ref reader, tokens, edits);
        }

        if (!LimitHolders.Contains(name) || reader.TokenType != JsonTokenType.StartObject)
        {
            return Skip(ref reader);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLimit = Limits.Contains(reader.GetString()!);
            reader.Read();
            if (!(isLimit ? TryLower(ref reader, tokens, edits) : Skip(ref reader)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryLower(ref Utf8JsonReader reader, long tokens, List<BodyEdit> edits)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var limit))
        {
            return Skip(ref reader);
        }

        if (limit <= tokens)
        {
            return false;
        }

        var start = reader.TokenStartIndex;
        var lowered = (limit - tokens).ToString(CultureInfo.InvariantCulture);
        edits.Add(new BodyEdit(start, reader.BytesConsumed - start, Encoding.UTF8.GetBytes(lowered)));
        return true;
    }

    private static bool Skip(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }

    private static BodyEdit Insertion(long place, string text) => new(place, 0, Encoding.UTF8.GetBytes(text));
}
