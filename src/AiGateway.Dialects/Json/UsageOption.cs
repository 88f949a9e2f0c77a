using System.Buffers;

namespace AiGateway.Dialects.Json;

/// <summary>What <c>stream_options</c> says of usage, and the edit that would ask for it.</summary>
/// <param name="IsAsked">Usage is asked for.</param>
/// <param name="Edit">What would ask for it; null where it is asked for or the option is for the provider to judge.</param>
internal readonly record struct UsageOption(bool IsAsked, BodyEdit? Edit)
{
    private static readonly byte[] s_optionMember = [.. "\"stream_options\":{\"include_usage\":true}"u8];
    private static readonly byte[] s_optionMemberAndComma = [.. "\"stream_options\":{\"include_usage\":true},"u8];
    private static readonly byte[] s_optionValue = [.. "{\"include_usage\":true}"u8];
    private static readonly byte[] s_switchMember = [.. "\"include_usage\":true"u8];
    private static readonly byte[] s_switchMemberAndComma = [.. "\"include_usage\":true,"u8];
    private static readonly byte[] s_switchValue = [.. "true"u8];

    /// <summary>Reads the option of a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="option">Where the option stands in it, or null.</param>
    /// <param name="firstMember">Where a member may be inserted into the body.</param>
    /// <param name="hasMembers">The body has members.</param>
    /// <param name="usage">What was read.</param>
    /// <param name="fault">What is wrong with the option.</param>
    public static bool TryRead(
        in ReadOnlySequence<byte> body, MemberValue? option, long firstMember, bool hasMembers, out UsageOption usage, out EnvelopeFault fault)
    {
        fault = default;
        switch (option)
        {
            case null:
                usage = new UsageOption(false, new BodyEdit(firstMember, 0, hasMembers ? s_optionMemberAndComma : s_optionMember));
                return true;
            case { Kind: JsonKind.Null } nothing:
                usage = new UsageOption(false, new BodyEdit(nothing.Start, nothing.Length, s_optionValue));
                return true;
            case { Kind: JsonKind.Object } settings:
                return TryReadSettings(body, settings, out usage, out fault);
            default:
                usage = default;
                return true;
        }
    }

    private static bool TryReadSettings(in ReadOnlySequence<byte> body, in MemberValue option, out UsageOption usage, out EnvelopeFault fault)
    {
        usage = default;
        fault = default;
        var scanner = new TopLevelScanner<Switch>(default);
        foreach (var part in body.Slice(option.Start, option.Length))
        {
            if (!scanner.Feed(part.Span))
            {
                var offset = option.Start + scanner.ProblemOffset;
                fault = new EnvelopeFault($"\"stream_options\" is not valid JSON. {scanner.Problem} (at byte {offset}).", "stream_options", offset);
                return false;
            }
        }

        var found = scanner.Sink;
        if (found.Count > 1)
        {
            const string Name = "stream_options.include_usage";
            fault = new EnvelopeFault($"\"{Name}\" is given twice (at byte {option.Start + found.NameOffset}).", Name, option.Start + found.NameOffset);
            return false;
        }

        usage = new UsageOption(found is { Count: 1, Kind: JsonKind.True }, EditOf(option, scanner.BodyStart, scanner.HasMembers, found));
        return true;
    }

    private static BodyEdit? EditOf(in MemberValue option, long firstSetting, bool hasSettings, in Switch found) => found switch
    {
        { Count: 0 } => new BodyEdit(option.Start + firstSetting, 0, hasSettings ? s_switchMemberAndComma : s_switchMember),
        { Kind: JsonKind.False or JsonKind.Null } => new BodyEdit(option.Start + found.Start, found.Length, s_switchValue),
        _ => null,
    };

    private struct Switch : IMemberSink
    {
        public int Count;
        public JsonKind Kind;
        public long NameOffset;
        public long Start;
        public long Length;

        public void OnMember(in JsonMember member)
        {
            if (member.Name.SequenceEqual("include_usage"u8))
            {
                Count++;
                (Kind, NameOffset, Start, Length) = (member.Kind, member.NameOffset, member.Start, member.Length);
            }
        }
    }
}
