using System.Buffers;

namespace AiGateway.Dialects.Json;

/// <summary>Finds the members of a request that say which others it belongs together with.</summary>
public static class AffinityMembers
{
    private static readonly byte[][] s_user = ["safety_identifier"u8.ToArray(), "user"u8.ToArray()];
    private static readonly byte[][] s_prompt = ["messages"u8.ToArray(), "input"u8.ToArray(), "prompt"u8.ToArray()];

    /// <summary>The value of <c>safety_identifier</c>, else of <c>user</c>, as it stands in the body; empty where there is neither, or no JSON object.</summary>
    public static ReadOnlySequence<byte> FindUser(in ReadOnlySequence<byte> body) => Find(body, s_user, JsonKind.String);

    /// <summary>The value of <c>messages</c>, else of <c>input</c> or <c>prompt</c>, as it stands in the body; empty where there is none, or no JSON object.</summary>
    public static ReadOnlySequence<byte> FindPrompt(in ReadOnlySequence<byte> body) => Find(body, s_prompt, null);

    private static ReadOnlySequence<byte> Find(in ReadOnlySequence<byte> body, byte[][] names, JsonKind? kind)
    {
        var scanner = new TopLevelScanner<FirstOf>(new FirstOf(names, kind));
        foreach (var part in body)
        {
            if (!scanner.Feed(part.Span))
            {
                return default;
            }
        }

        return scanner.Finish() && scanner.Sink.Length > 0 ? body.Slice(scanner.Sink.Start, scanner.Sink.Length) : default;
    }

    // Of several names the earlier in the list, whatever their order in the body.
    private struct FirstOf(byte[][] names, JsonKind? kind) : IMemberSink
    {
        private int _rank = names.Length;

        public long Start { get; private set; }

        public long Length { get; private set; }

        public void OnMember(in JsonMember member)
        {
            for (var rank = 0; rank < _rank; rank++)
            {
                if (member.Name.SequenceEqual(names[rank]) && (kind is null || member.Kind == kind))
                {
                    (_rank, Start, Length) = (rank, member.Start, member.Length);
                }
            }
        }
    }
}
