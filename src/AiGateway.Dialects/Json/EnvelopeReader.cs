using System.Buffers;
using System.Text;

namespace AiGateway.Dialects.Json;

/// <summary>
/// Reads the envelope of a JSON request in one vectorised pass over all of it: the body must be one object, in UTF-8, with balanced brackets, and
/// must not name the members that the gateway decides by twice with different values. Deeper faults are the provider's to judge.
/// </summary>
public static class EnvelopeReader
{
    /// <summary>The longest JSON string that can be a valid model name: every character escaped, and the quotes.</summary>
    private const int LongestModel = (ModelName.MaxLength * 6) + 2;

    private static readonly byte[] s_streamMember = [.. "\"stream\":true"u8];
    private static readonly byte[] s_streamMemberAndComma = [.. "\"stream\":true,"u8];
    private static readonly byte[] s_true = [.. "true"u8];

    private const int LongestId = 258;

    /// <summary>Reads the envelope of a body.</summary>
    /// <param name="body">The whole body, in any segmentation.</param>
    /// <param name="envelope">What the body says, where it could be read.</param>
    /// <param name="fault">What is wrong with it, where it could not.</param>
    /// <returns>Whether it could be read. Never throws for a bad body.</returns>
    public static bool TryRead(in ReadOnlySequence<byte> body, out Envelope envelope, out EnvelopeFault fault)
    {
        envelope = default;
        var scanner = new TopLevelScanner<EnvelopeMembers>(default);
        if (!TryScan(body, ref scanner, out fault) || !scanner.Sink.AreConsistent(body, out fault))
        {
            return false;
        }

        ref readonly var members = ref scanner.Sink;
        if (!TryReadModel(body, members.First(EnvelopeMember.Model), out var model, out fault)
            || !TryReadStream(members.First(EnvelopeMember.Stream), out var stream, out fault)
            || !UsageOption.TryRead(body, members.First(EnvelopeMember.StreamOptions), scanner.BodyStart, scanner.HasMembers, out var usage, out fault))
        {
            return false;
        }

        var conversation = members.First(EnvelopeMember.Conversation);
        var modelValue = members.First(EnvelopeMember.Model);
        envelope = new Envelope
        {
            Model = model,
            Stream = stream,
            AsksForUsage = usage.IsAsked,
            UsageEdit = usage.Edit,
            StreamEdit = StreamEditOf(members, scanner.BodyStart, scanner.HasMembers),
            RefersToStoredObjects = IsSet(members.First(EnvelopeMember.PreviousResponseId)) || IsSet(conversation),
            PreviousAnswer = IsSet(conversation) ? null : ReadId(body, members.First(EnvelopeMember.PreviousResponseId)),
            ModelValue = modelValue is { } value ? (value.Start, value.Length) : default,
            ModelMember = modelValue is { } member ? (member.NameOffset, member.Start + member.Length - member.NameOffset) : default,
            ModelIsRepeated = members.Count(EnvelopeMember.Model) > 1,
            FirstMember = scanner.BodyStart,
            HasMembers = scanner.HasMembers,
        };
        return true;
    }

    private static bool TryScan(in ReadOnlySequence<byte> body, ref TopLevelScanner<EnvelopeMembers> scanner, out EnvelopeFault fault)
    {
        var utf8 = new Utf8Check();
        var broken = -1L;
        foreach (var segment in body)
        {
            // Both always see the same bytes, so that the earlier of two faults is told however the body is split.
            var scanned = scanner.Feed(segment.Span);
            broken = utf8.Feed(segment.Span);
            if (!scanned || broken >= 0)
            {
                break;
            }
        }

        if (scanner.Problem is null && broken < 0)
        {
            scanner.Finish();
            broken = utf8.Finish();
        }

        if (broken >= 0 && (scanner.Problem is null || broken < scanner.ProblemOffset))
        {
            fault = new EnvelopeFault($"The body is not valid UTF-8 (at byte {broken}).", null, broken);
            return false;
        }

        fault = scanner.Problem is null
            ? default
            : new EnvelopeFault($"The body is not a valid JSON object. {scanner.Problem} (at byte {scanner.ProblemOffset}).", null, scanner.ProblemOffset);
        return scanner.Problem is null;
    }

    private static bool TryReadModel(in ReadOnlySequence<byte> body, MemberValue? member, out string? model, out EnvelopeFault fault)
    {
        model = null;
        fault = default;
        if (member is not { } value)
        {
            return true;
        }

        if (value.Kind == JsonKind.String && value.Length <= LongestModel)
        {
            Span<byte> raw = stackalloc byte[(int)value.Length];
            Span<char> name = stackalloc char[ModelName.MaxLength];
            body.Slice(value.Start, value.Length).CopyTo(raw);
            if (JsonText.TryDecode(raw[1..^1], name, out var length) && ModelName.IsValid(name[..length]))
            {
                model = new string(name[..length]);
                return true;
            }
        }

        fault = new EnvelopeFault($"\"model\" {ModelName.Rule} (at byte {value.Start}).", "model", value.Start);
        return false;
    }

    private static bool TryReadStream(MemberValue? member, out bool stream, out EnvelopeFault fault)
    {
        stream = member is { Kind: JsonKind.True };
        fault = default;
        if (member is not { Kind: not (JsonKind.True or JsonKind.False or JsonKind.Null) } wrong)
        {
            return true;
        }

        fault = new EnvelopeFault($"\"stream\" must be true, false or null (at byte {wrong.Start}).", "stream", wrong.Start);
        return false;
    }

    private static BodyEdit? StreamEditOf(in EnvelopeMembers members, long firstMember, bool hasMembers) => members.First(EnvelopeMember.Stream) switch
    {
        null => new BodyEdit(firstMember, 0, hasMembers ? s_streamMemberAndComma : s_streamMember),
        { Kind: not JsonKind.True } told when members.Count(EnvelopeMember.Stream) == 1 => new BodyEdit(told.Start, told.Length, s_true),
        _ => null,
    };

    // Ids are plain text.
    private static string? ReadId(in ReadOnlySequence<byte> body, MemberValue? member)
    {
        if (member is not { Kind: JsonKind.String, Length: > 2 and <= LongestId } value)
        {
            return null;
        }

        Span<byte> raw = stackalloc byte[(int)value.Length];
        body.Slice(value.Start, value.Length).CopyTo(raw);
        return raw.Contains((byte)'\\') ? null : Encoding.UTF8.GetString(raw[1..^1]);
    }

    private static bool IsSet(MemberValue? member) => member is { Kind: not JsonKind.Null };
}
