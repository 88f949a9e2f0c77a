using System.Text;
using AiGateway.Dialects.Json;
using AiGateway.Tests.Dialects;
using AiGateway.Upstream;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Upstream;

public sealed class HeldContentTests
{
    private const string Body = "{\"model\":null,\"stream\":true,\"messages\":[]}";

    private static readonly Gen<BodyEdit> s_edit = Gen.Select(Gen.Int[0, Body.Length], Gen.Int[0, 10], Gen.String[Gen.Char['a', 'z'], 0, 30]).Select(
        (start, length, text) => new BodyEdit(start, Math.Min(length, Body.Length - start), Encoding.UTF8.GetBytes(text)));

    [Fact]
    public Task Whatever_the_edits_and_the_split_the_body_is_the_callers_own_around_them() =>
        Gen.Select(s_edit, s_edit, Gen.Bool, Gen.Bool, Gen.Int[0, Body.Length].Array[0, 6]).SampleAsync(async (one, other, hasFirst, hasSecond, cuts) =>
        {
            var (first, second) = one.Start <= other.Start ? (one, other) : (other, one);
            if (first.Start + first.Length > second.Start)
            {
                return;
            }

            var bytes = Encoding.UTF8.GetBytes(Body);
            var expected = hasSecond ? Splice.Apply(bytes, second) : bytes;
            expected = hasFirst ? Splice.Apply(expected, first) : expected;

            // In whichever order they are added; but of two insertions at one place the earlier comes first.
            var areBothInsertions = first.Start == second.Start && second.Length == 0;
            var edits = default(BodyEdits);
            edits.Add(areBothInsertions && hasFirst ? first : null);
            edits.Add(hasSecond ? second : null);
            edits.Add(!areBothInsertions && hasFirst ? first : null);
            using var content = new HeldContent(Segmented.At(bytes, cuts), edits, TestContext.Current.CancellationToken);

            for (var time = 0; time < 2; time++)
            {
                using var sent = new MemoryStream();
                await content.CopyToAsync(sent);
                Assert.Equal(expected, sent.ToArray());
                Assert.Equal(expected.Length, content.Headers.ContentLength);
            }
        });
}
