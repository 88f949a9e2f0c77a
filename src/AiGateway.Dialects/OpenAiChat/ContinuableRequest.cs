using System.Buffers;
using System.Text.Json;
using AiGateway.Dialects.Json;
using AiGateway.Dialects.OpenAi;

namespace AiGateway.Dialects.OpenAiChat;

/// <summary>What a request says that bears on whether, and where, the text already sent can be put into it.</summary>
internal sealed class ContinuableRequest
{
    // One of each is honest; whoever repeats them more often than this has nothing good in mind.
    private const int MostRepeats = 8;

    private readonly List<(long Start, long Length)> _continueFlags = [];
    private readonly List<(long Start, long Length)> _promptFlags = [];
    private readonly List<(long Start, long Length, long Value)> _limits = [];
    private int _conversations;
    private bool _refuses;

    private ContinuableRequest()
    {
    }

    /// <summary>Where the text goes: behind the last message, or behind the last character of a legacy prompt; null where it cannot.</summary>
    public long? TextPlace { get; private set; }

    /// <summary>The byte behind the value of <c>messages</c>.</summary>
    public long MessagesEnd { get; private set; }

    /// <summary>The answer is to be JSON.</summary>
    public bool WantsJson { get; private set; }

    /// <summary>The values of <c>continue_final_message</c>.</summary>
    public IReadOnlyList<(long Start, long Length)> ContinueFlags => _continueFlags;

    /// <summary>The values of <c>add_generation_prompt</c>.</summary>
    public IReadOnlyList<(long Start, long Length)> PromptFlags => _promptFlags;

    /// <summary>The values of <c>max_tokens</c> and <c>max_completion_tokens</c>.</summary>
    public IReadOnlyList<(long Start, long Length, long Value)> Limits => _limits;

    /// <summary>Reads a caller's body.</summary>
    /// <returns>Null where the answer to it cannot be continued: several texts, more than text, or not to be understood.</returns>
    public static ContinuableRequest? Read(in ReadOnlySequence<byte> body, bool isLegacy)
    {
        var request = new ContinuableRequest();
        try
        {
            var reader = new Utf8JsonReader(body, EventData.ReaderOptions);
            request.ReadMembers(ref reader, isLegacy);
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            // Deeper faults than the envelope's, or a name with half a character in it: the provider let it pass, we do not guess.
            return null;
        }

        return request._refuses || request._conversations == 0 ? null : request;
    }

    private void ReadMembers(ref Utf8JsonReader reader, bool isLegacy)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (isLegacy)
            {
                ReadLegacyMember(ref reader);
            }
            else
            {
                ReadMember(ref reader);
            }

            reader.Skip();
            _refuses |= Math.Max(_limits.Count, Math.Max(_continueFlags.Count, _promptFlags.Count)) > MostRepeats;
            if (_refuses)
            {
                return;
            }
        }

        reader.Read();
        if (_conversations > 1)
        {
            // Which of them counts is the provider's choice.
            TextPlace = null;
        }
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("messages"u8))
        {
            reader.Read();
            ReadMessages(ref reader);
        }
        else if (reader.ValueTextEquals("logprobs"u8))
        {
            reader.Read();
            _refuses |= reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False);
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            reader.Read();
            _refuses |= reader.TokenType != JsonTokenType.Null;
        }
        else if (reader.ValueTextEquals("modalities"u8))
        {
            reader.Read();
            ReadModalities(ref reader);
        }
        else if (reader.ValueTextEquals("response_format"u8))
        {
            reader.Read();
            ReadFormat(ref reader);
        }
        else if (reader.ValueTextEquals("continue_final_message"u8))
        {
            _continueFlags.Add(TakeValue(ref reader));
        }
        else if (reader.ValueTextEquals("add_generation_prompt"u8))
        {
            _promptFlags.Add(TakeValue(ref reader));
        }
        else
        {
            ReadCount(ref reader);
        }
    }

    private void ReadLegacyMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("prompt"u8))
        {
            reader.Read();
            ReadPrompt(ref reader);
        }
        else if (reader.ValueTextEquals("logprobs"u8) || reader.ValueTextEquals("suffix"u8))
        {
            reader.Read();
            _refuses |= reader.TokenType != JsonTokenType.Null;
        }
        else if (reader.ValueTextEquals("echo"u8))
        {
            reader.Read();
            _refuses |= reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False);
        }
        else
        {
            ReadCount(ref reader);
        }
    }

    private void ReadCount(ref Utf8JsonReader reader)
    {
        var isChoices = reader.ValueTextEquals("n"u8);
        if (!isChoices && !reader.ValueTextEquals("max_tokens"u8) && !reader.ValueTextEquals("max_completion_tokens"u8))
        {
            return;
        }

        reader.Read();
        var value = 0L;
        var isCount = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
        if (isChoices)
        {
            _refuses |= reader.TokenType != JsonTokenType.Null && value != 1;
        }
        else if (isCount)
        {
            _limits.Add((reader.TokenStartIndex, reader.BytesConsumed - reader.TokenStartIndex, value));
        }
    }

    private void ReadMessages(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _refuses = true;
            return;
        }

        var count = 0;
        var lastIsAnother = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            lastIsAnother = reader.TokenType == JsonTokenType.StartObject && IsFromAnother(ref reader);
            reader.Skip();
        }

        _conversations++;
        _refuses |= count == 0;
        MessagesEnd = reader.BytesConsumed;
        TextPlace = lastIsAnother ? reader.TokenStartIndex : null;
    }

    // A message of the assistant's own is a prefill already: two in a row, or one grown longer, would mean something else.
    private static bool IsFromAnother(ref Utf8JsonReader reader)
    {
        var hasRole = false;
        var isAssistant = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = reader.ValueTextEquals("role"u8);
            reader.Read();
            if (isRole && reader.TokenType == JsonTokenType.String)
            {
                isAssistant |= reader.ValueTextEquals("assistant"u8);
                hasRole = true;
            }

            reader.Skip();
        }

        return hasRole && !isAssistant;
    }

    private void ReadPrompt(ref Utf8JsonReader reader)
    {
        _conversations++;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                TextPlace = reader.BytesConsumed - 1;
                break;
            case JsonTokenType.StartArray:
                _refuses |= CountPrompts(ref reader) > 1;
                TextPlace = null;
                break;
            default:
                TextPlace = null;
                break;
        }
    }

    // A list of numbers is one prompt in tokens; strings and lists in it are a prompt each.
    private static int CountPrompts(ref Utf8JsonReader reader)
    {
        var prompts = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            prompts += reader.TokenType == JsonTokenType.Number ? 0 : 1;
            reader.Skip();
        }

        return prompts;
    }

    private void ReadModalities(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _refuses |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("audio"u8);
            reader.Skip();
        }
    }

    private void ReadFormat(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            WantsJson |= isType && reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("text"u8);
            reader.Skip();
        }
    }

    private static (long Start, long Length) TakeValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = reader.TokenStartIndex;
        reader.Skip();
        return (start, reader.BytesConsumed - start);
    }
}
