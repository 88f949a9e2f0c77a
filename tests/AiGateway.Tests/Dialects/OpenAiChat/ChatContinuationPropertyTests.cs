using System.Globalization;
using System.Text;
using AiGateway.Dialects;
using AiGateway.Dialects.Continuation;
using AiGateway.Dialects.Providers;
using CsCheck;
using static AiGateway.Tests.Dialects.OpenAiChat.Continuing;

namespace AiGateway.Tests.Dialects.OpenAiChat;

public sealed class ChatContinuationPropertyTests
{
    private static readonly string[] s_pieces = ["a", "b", " ", "\n", "\"", "\\", "/", "é", "你", "😀", "\0", "\u2028", "ab", "The ", "0"];
    private static readonly Gen<string> s_text = Gen.Int[0, s_pieces.Length - 1].List[0, 60].Select(list => string.Concat(list.Select(at => s_pieces[at])));
    private static readonly Gen<List<int>> s_sizes = Gen.Int[1, 9].List[1, 12];

    [Fact]
    public void Any_text_cut_anywhere_and_sent_in_any_pieces_reaches_the_caller_once()
    {
        Gen.Select(s_text, Gen.Int[0, 120], s_sizes, s_sizes, Gen.Int[1, 80].List[1, 5], Gen.Int[0, 4], Gen.Bool, Gen.Int[0, int.MaxValue])
            .Sample((text, at, firstSizes, secondSizes, reads, prefill, echoes, seed) =>
            {
                var random = new Random(seed);
                var cut = Math.Min(at, text.Length);
                var sent = Stream("first", text[..cut], firstSizes, random);
                var continuation = Begin(Broken(sent, prefill: (AssistantPrefill)prefill) with { CallerWantsUsage = true })!;
                var answer = Answer(continuation, (AssistantPrefill)prefill, text, cut, echoes);
                var (got, last) = Relay(
                    continuation,
                    Stream("second", answer, secondSizes, random) + Finish(id: "second")
                    + Event("""{"id":"second","model":"second","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}""") + Done,
                    reads);

                Assert.Equal(EventKind.End, last);
                var caller = Caller.Read(sent + got);
                Assert.Equal(text, caller.Text);
                Assert.Equal("stop", Assert.Single(caller.Finishes));
                Assert.Equal("first", Assert.Single(caller.Ids));
                Assert.Equal("first", Assert.Single(caller.Models));
                Assert.Equal((1, 1), (caller.Usages, caller.Ends));
                Assert.Equal(0, Caller.Read(got).Roles);
                Assert.True(continuation.IsWhole);
            });
    }

    [Fact]
    public void A_text_that_differs_anywhere_in_what_was_sent_is_never_joined()
    {
        Gen.Select(s_text.Where(text => text.Length > 0), Gen.Int[0, 1000], s_sizes, s_sizes, Gen.Int[0, int.MaxValue])
            .Sample((text, at, firstSizes, secondSizes, seed) =>
            {
                var random = new Random(seed);
                var other = text.ToCharArray();
                other[at % text.Length] = (char)(other[at % text.Length] ^ 1);
                var continuation = Begin(Broken(Stream("first", text, firstSizes, random)))!;
                var (got, last) = Relay(continuation, Stream("second", new string(other), secondSizes, random) + Finish() + Done);
                Assert.Equal(EventKind.Malformed, last);
                Assert.Equal("", Caller.Read(got).Text);
            });
    }

    // What a provider says that was asked with these edits: all of it, or the rest, or all of it although it was given the beginning.
    private static string Answer(StreamContinuation continuation, AssistantPrefill prefill, string text, int cut, bool echoes)
    {
        var given = prefill == AssistantPrefill.Trailing ? text[..cut].TrimEnd() : text[..cut];
        var echo = echoes && given.Length >= PrefilledText.ShortestEcho && given.Distinct().Count() >= 8;
        return continuation.IsPrefilled && !echo ? text[given.Length..] : text;
    }

    /// <summary>A text in chunks of the given numbers of UTF-16 units, each character escaped or not.</summary>
    private static string Stream(string id, string text, List<int> sizes, Random random)
    {
        var stream = new StringBuilder(Event(Chunk(id, "", "\"role\":\"assistant\",")));
        for (var (start, piece) = (0, 0); start < text.Length; piece++)
        {
            var end = Math.Min(text.Length, start + sizes[piece % sizes.Count]);
            stream.Append(random.Next(6) == 0 ? ": ping\n\n" : "").Append(Event(Chunk(id, Escape(text[start..end], random), random.Next(4) == 0 ? "\"role\":\"assistant\"," : "")));
            start = end;
        }

        return stream.ToString();
    }

    private static string Chunk(string id, string text, string more) =>
        $$$"""{"id":"{{{id}}}","model":"{{{id}}}","choices":[{"index":0,"delta":{{{{more}}}"content":"{{{text}}}"}}]}""";

    private static string Escape(string text, Random random)
    {
        var escaped = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
            if (isPair && random.Next(2) == 0)
            {
                escaped.Append(text, at++, 2);
            }
            else if (text[at] < ' ' || text[at] is '"' or '\\' || char.IsSurrogate(text[at]) || random.Next(8) == 0)
            {
                escaped.Append(text[at] == '\n' ? "\\n" : $"\\u{((int)text[at]).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture)}");
            }
            else
            {
                escaped.Append(text[at]);
            }
        }

        return escaped.ToString();
    }
}
