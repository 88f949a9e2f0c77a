using System.Buffers;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Conversation;

/// <summary>
/// Other names for tools whose own the target's dialect refuses: Claude Code names those of plugins longer than OpenAI takes them, Gemini CLI with dots.
/// Always the same for the same tools, so that prompts stay cached; the caller hears of his own names only.
/// </summary>
internal sealed class ToolNames
{
    // OpenAI's, and that of older models of Gemini.
    private const int Longest = 64;
    private const int LongestAtAnthropic = 128;
    private const int HashLength = 9;

    private static readonly SearchValues<byte> s_letters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"u8);
    private static readonly SearchValues<byte> s_lettersOfGemini = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.:"u8);

    private readonly Dictionary<JsonString, JsonString> _told = new(JsonStringComparer.Instance);
    private readonly Dictionary<JsonString, JsonString> _meant = new(JsonStringComparer.Instance);
    private readonly HashSet<JsonString> _taken = new(JsonStringComparer.Instance);
    private readonly DialectFamily _target;

    private ToolNames(DialectFamily target) => _target = target;

    private int Most => _target == DialectFamily.Anthropic ? LongestAtAnthropic : Longest;

    private SearchValues<byte> Letters => _target == DialectFamily.Gemini ? s_lettersOfGemini : s_letters;

    /// <summary>The names that a target is told; null where it takes all as they are.</summary>
    /// <param name="request">Has the tools, and the calls of them.</param>
    /// <param name="target">Whose dialect they are told in.</param>
    public static ToolNames? For(ConversationRequest request, DialectFamily target)
    {
        var names = new ToolNames(target);
        List<JsonString>? refused = null;
        foreach (var tool in request.Tools)
        {
            names.Sort(NameOf(tool), ref refused);
        }

        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                names.Sort(part is ToolCallPart call ? call.Name : part is ToolResultPart result ? result.Name : default, ref refused);
            }
        }

        if (refused is null)
        {
            return null;
        }

        foreach (var name in refused)
        {
            names.Rename(name);
        }

        return names;
    }

    /// <summary>The name that the caller knows a tool by.</summary>
    public JsonString MeantBy(JsonString told) => _meant.GetValueOrDefault(told, told);

    /// <summary>The request with the names that the target takes.</summary>
    public ConversationRequest Tell(ConversationRequest request)
    {
        var tools = new List<Tool>(request.Tools.Count);
        foreach (var tool in request.Tools)
        {
            tools.Add(tool switch
            {
                FunctionTool function => function with { Name = ToldFor(function.Name) },
                FreeformTool freeform => freeform with { Name = ToldFor(freeform.Name) },
                _ => tool,
            });
        }

        var turns = new List<Turn>(request.Turns.Count);
        foreach (var turn in request.Turns)
        {
            turns.Add(turn with { Parts = Replace(turn.Parts, ToldFor) });
        }

        var choice = request.ToolChoice;
        return request with { Tools = tools, Turns = turns, ToolChoice = choice is null ? null : choice with { Names = [.. ToldFor(choice.Names)] } };
    }

    /// <summary>The answer with the caller's names.</summary>
    public ConversationAnswer Hear(ConversationAnswer answer)
    {
        var choices = new List<AnswerChoice>(answer.Choices.Count);
        foreach (var choice in answer.Choices)
        {
            choices.Add(choice with { Parts = Replace(choice.Parts, MeantBy) });
        }

        return answer with { Choices = choices };
    }

    private static JsonString NameOf(Tool tool) => tool switch
    {
        FunctionTool function => function.Name,
        FreeformTool freeform => freeform.Name,
        _ => default,
    };

    private static List<Part> Replace(IReadOnlyList<Part> parts, Func<JsonString, JsonString> nameFor)
    {
        var replaced = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            replaced.Add(part switch
            {
                ToolCallPart call => call with { Name = nameFor(call.Name) },
                ToolResultPart { Name.IsEmpty: false } result => result with { Name = nameFor(result.Name) },
                _ => part,
            });
        }

        return replaced;
    }

    private JsonString ToldFor(JsonString name) => _told.GetValueOrDefault(name, name);

    private List<JsonString> ToldFor(IReadOnlyList<JsonString> names)
    {
        var told = new List<JsonString>(names.Count);
        foreach (var name in names)
        {
            told.Add(ToldFor(name));
        }

        return told;
    }

    private void Sort(JsonString name, ref List<JsonString>? refused)
    {
        if (name.IsEmpty)
        {
            return;
        }

        if (IsTaken(name.Escaped))
        {
            _taken.Add(name);
        }
        else
        {
            (refused ??= []).Add(name);
        }
    }

    private bool IsTaken(ReadOnlySpan<byte> name) =>
        name.Length <= Most && !name.ContainsAnyExcept(Letters) && (_target != DialectFamily.Gemini || BeginsWithLetter(name));

    private static bool BeginsWithLetter(ReadOnlySpan<byte> name) => char.IsAsciiLetter((char)name[0]) || name[0] == (byte)'_';

    private void Rename(JsonString name)
    {
        if (_told.ContainsKey(name))
        {
            return;
        }

        var spelled = Spell(name.Decode().Span);
        var told = spelled.Length <= Most ? JsonString.Wrap(spelled) : default;
        for (var attempt = 0; told.IsEmpty || !_taken.Add(told); attempt++)
        {
            // FNV-1a: what is only unlike matters here, and it must not change between versions.
            var hash = 2166136261U + (uint)attempt;
            foreach (var octet in name.Escaped)
            {
                hash = (hash ^ octet) * 16777619U;
            }

            told = JsonString.Wrap([.. spelled.AsSpan(0, Math.Min(spelled.Length, Most - HashLength)), .. System.Text.Encoding.ASCII.GetBytes($"_{hash:x8}")]);
        }

        (_told[name], _meant[told]) = (told, name);
    }

    private byte[] Spell(ReadOnlySpan<byte> name)
    {
        var isFit = _target != DialectFamily.Gemini || (name.Length > 0 && BeginsWithLetter(name));
        byte[] spelled = isFit ? name.ToArray() : [(byte)'_', .. name];
        foreach (ref var octet in spelled.AsSpan())
        {
            octet = Letters.Contains(octet) ? octet : (byte)'_';
        }

        return spelled;
    }
}
