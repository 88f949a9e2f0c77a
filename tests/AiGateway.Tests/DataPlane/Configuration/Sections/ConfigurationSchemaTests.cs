using AiGateway.Configuration.Sections;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.DataPlane.Configuration.Sections;

/// <summary>What is generated and committed. To write it anew, run these tests with WRITE_DOCS=1.</summary>
public sealed class ConfigurationSchemaTests
{
    private const string Begin = "<!-- Generated from here on: see CONTRIBUTING.md -->\n\n";

    private static readonly bool s_regenerates = Environment.GetEnvironmentVariable("WRITE_DOCS") == "1";

    [Fact]
    public void The_committed_schema_is_what_the_fields_say() => AssertIs(ConfigurationSchema.Write(), "gateway.schema.json", text => text, (_, generated) => generated);

    [Fact]
    public void The_reference_in_the_documentation_is_what_the_fields_say() =>
        AssertIs(ConfigurationSchema.WriteReference(), "docs/configuration-reference.md", text => text[(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..], (text, generated) => text[..text.IndexOf(Begin.TrimEnd(), StringComparison.Ordinal)] + Begin + generated);

    private static void AssertIs(string generated, string page, Func<string, string> partOf, Func<string, string, string> replace)
    {
        var path = Repository.PathOf(page);
        if (s_regenerates)
        {
            File.WriteAllText(path, replace(File.Exists(path) ? File.ReadAllText(path) : "", generated));
        }

        Assert.Equal(generated, partOf(File.ReadAllText(path)));
    }
}
