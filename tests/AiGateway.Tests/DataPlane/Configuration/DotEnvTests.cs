using AiGateway.Configuration;
using CsCheck;

namespace AiGateway.Tests.DataPlane.Configuration;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("  export\tA = b  ", "b")]
    [InlineData("A=", "")]
    [InlineData("A= # comment", "")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=#b", "#b")]
    [InlineData("A=b c", "b c")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A=$B${C}", "$B${C}")]
    [InlineData("A=\"$B\"", "$B")]
    [InlineData("A='b # c'", "b # c")]
    [InlineData("A='b\\n\"c'", "b\\n\"c")]
    [InlineData("A=\"b # c\"", "b # c")]
    [InlineData("A=\"b\" # comment", "b")]
    [InlineData("A=\"b\"# comment", "b")]
    [InlineData("A=\"b\\nc\\\"d\\\\e\\tf\"", "b\nc\"d\\e\\tf")]
    [InlineData("A=\" b \"", " b ")]
    [InlineData("A=''", "")]
    [InlineData("A=\"b\nc\"", "b\nc")]
    [InlineData("A=\"b\r\nc\"\r\n", "b\nc")]
    [InlineData("A=b\r\n", "b")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("\n\n# comment\n  # comment\nA=b\n\n", "b")]
    public void An_assignment_is_read(string text, string value)
    {
        var file = DotEnv.Parse(text);

        Assert.Empty(file.Problems);
        var entry = Assert.Single(file.Entries);
        Assert.Equal(("A", value), (entry.Name, entry.Value));
    }

    [Fact]
    public void A_variable_may_be_called_export() => Assert.Equal(new DotEnvEntry("export", "b", 1), Assert.Single(DotEnv.Parse("export =b").Entries));

    [Theory]
    [InlineData("secret", ".env, line 2: is not NAME=value")]
    [InlineData("export secret", ".env, line 2: is not NAME=value")]
    [InlineData("=secret", ".env, line 2: is not NAME=value")]
    [InlineData("1A=secret", ".env, line 2: is not NAME=value")]
    [InlineData("A-B=secret", ".env, line 2: is not NAME=value")]
    [InlineData("A: secret", ".env, line 2: is not NAME=value")]
    [InlineData("A='secret", ".env, line 2: has no closing '")]
    [InlineData("A=\"secret", ".env, line 2: has no closing \"")]
    [InlineData("A=\"secret\\\"", ".env, line 2: has no closing \"")]
    [InlineData("A='secret' secret", ".env, line 2: goes on after the closing quote")]
    [InlineData("A=\"secret\"secret", ".env, line 2: goes on after the closing quote")]
    public void A_malformed_line_is_told_by_its_number_alone_and_the_others_are_read(string line, string problem)
    {
        var file = DotEnv.Parse($"B=1\n{line}\nC=3\n");

        Assert.Equal(problem, Assert.Single(file.Problems));
        Assert.Equal([new DotEnvEntry("B", "1", 1), new DotEnvEntry("C", "3", 3)], file.Entries);
    }

    [Fact]
    public void Lines_are_counted_through_values_of_several_lines()
    {
        var file = DotEnv.Parse("A=\"1\n2\n3\"\nB=4\nbad");

        Assert.Equal([new DotEnvEntry("A", "1\n2\n3", 1), new DotEnvEntry("B", "4", 4)], file.Entries);
        Assert.Equal(".env, line 5: is not NAME=value", Assert.Single(file.Problems));
    }

    [Fact]
    public void The_problems_of_a_file_that_is_no_env_file_are_bounded()
    {
        var file = DotEnv.Parse(string.Concat(Enumerable.Repeat("no\n", 10_000)));

        Assert.Equal(21, file.Problems.Count);
        Assert.Equal(".env: has more such lines; the rest was not read", file.Problems[^1]);
    }

    [Fact]
    public void Any_value_survives_double_quotes() =>
        Gen.String[Gen.Char["ab \"\\'#=$\n\t{}é"], 0, 20].Sample(value =>
            DotEnv.Parse($"A=\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"\nB=1").Entries is [var a, var b] && a.Value == value && b.Value == "1");

    [Fact]
    public void No_text_makes_it_throw_or_go_on_for_ever() =>
        Gen.String[Gen.Char["AB= \"'\\\n\r#export1"], 0, 60].Sample(text => DotEnv.Parse(text).Entries.Count <= text.Length);
}
