using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class SettingsFileFuzzTests : IDisposable
{
    private const string Secret = "m4rkm4rkm4rk";

    private static readonly string s_whole = GatewayFile.Minimum + """
        server: { port: 9000, limits: { buffered: 40%, request_body: 8MiB }, cors: { origins: ["https://app.example.com"] } }
        defaults: { retry: { attempts: 3, backoff: 100ms }, timeout: { total: off } }
        telemetry: { log: { level: warn } }
        limits: { rpm: "${LIMIT:-5}" }

        """;

    // What a file is made of, and what breaks it.
    private static readonly string[] s_pieces =
    [
        "\n", "  ", "- ", "{", "}", "[", "]", ":", ",", "\"", "'", "|", ">", "*", "&a ", "!x ", "${", "$$", "#", "%", "@", "`", "---\n", "...\n", "? ", "\t", "\0", "\uFEFF", "\uD800", "é", "models", "null", "~", "<<: ",
    ];

    private static readonly Gen<string> s_piece = Gen.OneOf(Gen.Int[0, s_pieces.Length - 1].Select(index => s_pieces[index]), Gen.String[0, 5]);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Whatever_is_in_the_file_comes_to_settings_or_to_problems() =>
        Gen.Select(Gen.Int[0, s_whole.Length], Gen.Int[0, 20], s_piece).Array[1, 4].Sample(edits => AssertJudged(Mutate(edits)), threads: 1, iter: 2000);

    [Fact]
    public void Pieces_alone_do_too() => s_piece.Array[0, 30].Sample(pieces => AssertJudged(string.Concat(pieces)), threads: 1, iter: 2000);

    [Fact]
    public void What_a_variable_holds_is_never_shown_wherever_it_is_used()
    {
        var places = Places().ToList();
        Gen.Int[0, places.Count - 1].Sample(
            index =>
            {
                var (start, end) = places[index];
                var result = GatewayFile.Read(_directory, s_whole[..start] + "\"${SECRET}\"" + s_whole[end..], ("SECRET", Secret));
                return result.Problems.Concat(result.Warnings).All(line => !line.Contains(Secret, StringComparison.Ordinal));
            },
            threads: 1,
            iter: 300);
    }

    // Every word of the file.
    private static IEnumerable<(int Start, int End)> Places() =>
        System.Text.RegularExpressions.Regex.Matches(s_whole, @"[\w*%-]+").Select(match => (match.Index, match.Index + match.Length));

    private static string Mutate((int At, int Cut, string Piece)[] edits)
    {
        var text = s_whole;
        foreach (var (at, cut, piece) in edits)
        {
            var start = Math.Min(at, text.Length);
            text = text[..start] + piece + text[Math.Min(start + cut, text.Length)..];
        }

        return text;
    }

    private void AssertJudged(string yaml)
    {
        var result = GatewayFile.Read(_directory, yaml);
        Assert.Equal(result.Settings is null, result.Problems.Count > 0);
        Assert.All(result.Problems, line => Assert.DoesNotContain('\n', line));
        if (result.Settings is { } settings)
        {
            Assert.NotEmpty(settings.Providers);
            Assert.NotEmpty(settings.Models);
            Assert.NotEmpty(settings.Keys);
            Assert.NotNull(SnapshotCompiler.Compile(settings, TimeProvider.System));
        }
    }
}
