using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What one chunk says and where, so that it can be rewritten. Scans one chunk after another; only read while a stream is continued.</summary>
/// <param name="isLegacy">The chunks are of legacy completions, whose text stands in the choice itself.</param>
internal sealed class ChatChunk(bool isLegacy)
{
    private readonly List<ChunkMember> _identity = [];
    private readonly List<ChunkMember> _delta = [];
    private readonly List<ChunkMember> _counts = [];
    private int _choiceLists;
    private int _choices;
    private int _deltas;
    private int _texts;

    /// <summary>Where a member may be inserted: behind the opening brace.</summary>
    public int FirstMember { get; private set; }

    /// <summary>The members that are the same in all chunks of a stream.</summary>
    public IReadOnlyList<ChunkMember> Identity => _identity;

    /// <summary>The members of the delta, in their order; of a legacy choice only its text.</summary>
    public IReadOnlyList<ChunkMember> Delta => _delta;

    /// <summary>The counts of the usage that a continuation adds to.</summary>
    public IReadOnlyList<ChunkMember> Counts => _counts;

    /// <summary>What the chunk says was used; null where it says nothing.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>The text between its quotes, still escaped; null where the chunk has none.</summary>
    public (int Start, int Length)? Text { get; private set; }

    /// <summary>The value of <c>finish_reason</c>; null where the chunk has none.</summary>
    public ChunkMember? Finish { get; private set; }

    /// <summary>The choice has its finish reason.</summary>
    public bool IsFinish => Finish is { IsSet: true };

    /// <summary>The choice tells the probabilities of its tokens.</summary>
    public bool HasLogprobs { get; private set; }

    /// <summary>The chunk has what one text cannot be made of: another choice than the first, a text in pieces, or a member twice that may be there once.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>The delta has a member of this kind that says something.</summary>
    public bool Has(ChunkMemberKind kind)
    {
        foreach (var member in _delta)
        {
            if (member.Kind == kind && member.IsSet)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Scans a chunk; what was known of the one before is forgotten.</summary>
    /// <param name="data">The data of an event that is JSON: an object, or null.</param>
    /// <returns>False where it is no chunk.</returns>
    public bool TryScan(ReadOnlySpan<byte> data)
    {
        Clear();
        try
        {
            Scan(data);
            return true;
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Broken JSON, or a name with half a character in it. Either ends the stream, so this costs one exception an answer.
            return false;
        }
    }

    private void Clear()
    {
        _identity.Clear();
        _delta.Clear();
        _counts.Clear();
        (_choiceLists, _choices, _deltas, _texts) = (0, 0, 0, 0);
        (Usage, Text, Finish, HasLogprobs, IsAmbiguous) = (null, null, null, false, false);
    }

    private void Scan(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, EventData.ReaderOptions);
        reader.Read();
        FirstMember = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                ReadChoices(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                ReadUsage(ref reader);
            }
            else if (IdentityOf(ref reader) is var kind and not ChunkMemberKind.Other)
            {
                _identity.Add(Take(ref reader, kind));
            }
            else
            {
                reader.Skip();
            }
        }

        IsAmbiguous |= _choiceLists > 1 || _choices > 1 || _deltas > 1 || _texts > 1;
    }

    private static ChunkMemberKind IdentityOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("id"u8) ? ChunkMemberKind.Id
        : reader.ValueTextEquals("created"u8) ? ChunkMemberKind.Created
        : reader.ValueTextEquals("model"u8) ? ChunkMemberKind.Model
        : reader.ValueTextEquals("system_fingerprint"u8) ? ChunkMemberKind.Fingerprint
        : ChunkMemberKind.Other;

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        _choiceLists++;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _choices++;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadChoice(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                IsAmbiguous |= reader.TokenType == JsonTokenType.Number && !(reader.TryGetInt64(out var index) && index == 0);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                ReadFinish(ref reader);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                HasLogprobs |= Take(ref reader, ChunkMemberKind.Other).IsSet;
            }
            else if (!isLegacy && reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                ReadDelta(ref reader);
            }
            else if (isLegacy && reader.ValueTextEquals("text"u8))
            {
                _delta.Add(TakeText(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadFinish(ref Utf8JsonReader reader)
    {
        IsAmbiguous |= Finish is not null;
        var value = reader;
        value.Read();
        var isReason = value.TokenType == JsonTokenType.String && !value.ValueTextEquals("null"u8);
        var member = Take(ref reader, ChunkMemberKind.Other);
        Finish = member with { IsSet = isReason && member.IsSet };
    }

    private void ReadDelta(ref Utf8JsonReader reader)
    {
        _deltas++;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var kind = KindInDelta(ref reader);
            _delta.Add(kind == ChunkMemberKind.Text ? TakeText(ref reader) : Take(ref reader, kind));
        }
    }

    private static ChunkMemberKind KindInDelta(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("content"u8) ? ChunkMemberKind.Text
        : reader.ValueTextEquals("role"u8) ? ChunkMemberKind.Role
        : reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8) ? ChunkMemberKind.Reasoning
        : reader.ValueTextEquals("reasoning_details"u8) || reader.ValueTextEquals("thinking"u8) ? ChunkMemberKind.Reasoning
        : reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8) ? ChunkMemberKind.ToolCall
        : reader.ValueTextEquals("refusal"u8) ? ChunkMemberKind.Refusal
        : reader.ValueTextEquals("audio"u8) || reader.ValueTextEquals("images"u8) ? ChunkMemberKind.Media
        : ChunkMemberKind.Other;

    private ChunkMember TakeText(ref Utf8JsonReader reader)
    {
        var value = reader;
        value.Read();
        _texts++;
        if (value.TokenType == JsonTokenType.String)
        {
            Text = ((int)value.TokenStartIndex + 1, value.ValueSpan.Length);
        }

        IsAmbiguous |= value.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
        return Take(ref reader, ChunkMemberKind.Text);
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var counts = reader;
        Usage = UsageCounts.Read(ref reader) ?? Usage;
        ReadCounts(ref counts, details: false);
    }

    private void ReadCounts(ref Utf8JsonReader reader, bool details)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!details && (reader.ValueTextEquals("completion_tokens_details"u8) || reader.ValueTextEquals("output_tokens_details"u8)))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadCounts(ref reader, details: true);
                }

                reader.Skip();
                continue;
            }

            var kind = KindInUsage(ref reader, details);
            var value = reader;
            value.Read();
            var member = Take(ref reader, kind);
            if (kind != ChunkMemberKind.Other && value.TokenType == JsonTokenType.Number)
            {
                _counts.Add(member);
            }
        }
    }

    private static ChunkMemberKind KindInUsage(ref Utf8JsonReader reader, bool details) =>
        reader.ValueTextEquals("reasoning_tokens"u8) ? ChunkMemberKind.ReasoningTokens
        : details ? ChunkMemberKind.Other
        : reader.ValueTextEquals("completion_tokens"u8) || reader.ValueTextEquals("output_tokens"u8) ? ChunkMemberKind.OutputTokens
        : reader.ValueTextEquals("total_tokens"u8) ? ChunkMemberKind.TotalTokens
        : ChunkMemberKind.Other;

    // Takes the value of the member whose name the reader stands on.
    private static ChunkMember Take(ref Utf8JsonReader reader, ChunkMemberKind kind)
    {
        var name = (int)reader.TokenStartIndex;
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isSet = IsSet(reader);
        reader.Skip();
        return new ChunkMember(kind, name, start, (int)reader.BytesConsumed, isSet);
    }

    private static bool IsSet(Utf8JsonReader value) => value.TokenType switch
    {
        JsonTokenType.Null or JsonTokenType.False => false,
        JsonTokenType.String => value.ValueSpan.Length > 0,
        JsonTokenType.StartArray => value.Read() && value.TokenType != JsonTokenType.EndArray,
        JsonTokenType.StartObject => value.Read() && value.TokenType != JsonTokenType.EndObject,
        _ => true,
    };
}
