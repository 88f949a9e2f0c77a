using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Dialects;

/// <summary>The table of what is proved end to end has every pair of dialects that there is.</summary>
public sealed class DialectMatrixTests
{
    [Fact]
    public void Every_pair_of_dialects_is_proved_end_to_end()
    {
        var lines = Repository.Read("tests/AiGateway.EndToEnd/Dialects/matrix.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var kinds = lines[0].Split('\t')[2..];
        var names = DialectCodecs.All.Select(codecs => codecs.Name).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(["plain", "stream", "tools", "tools in a stream", "error", "error in a stream", "broken stream"], kinds);
        Assert.Equal(
            from caller in names from provider in names select $"{caller} {provider}",
            lines[1..].Select(line => string.Join(' ', line.Split('\t')[..2])).Order(StringComparer.Ordinal));
        Assert.All(lines[1..], line => Assert.Equal(kinds.Length, line.Split('\t')[2..].Count(test => test.Length > 0)));
    }
}
