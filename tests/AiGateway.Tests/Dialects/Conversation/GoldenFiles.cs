using AiGateway.Dialects.Conversation;
using AiGateway.Tests.Documents;

namespace AiGateway.Tests.Dialects.Conversation;

/// <summary>
/// Golden pairs: <c>text.openai-chat.json</c> and <c>text.anthropic.json</c> say the same, each in its dialect. Where a translation gives something else
/// than the file of its target, <c>text.openai-chat.to.anthropic.json</c> has it. GOLDEN_WRITE=1 writes such files instead of comparing: review them like code.
/// </summary>
internal sealed class GoldenFiles(string folder, string extension)
{
    private static readonly bool s_writes = Environment.GetEnvironmentVariable("GOLDEN_WRITE") == "1";

    private readonly string _folder = Repository.PathOf($"tests/AiGateway.Tests/Dialects/Conversation/Golden/{folder}");

    /// <summary>The names of all cases.</summary>
    public IEnumerable<string> Cases() =>
        Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path).Split('.')[0]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Every case from every dialect to every dialect.</summary>
    public IEnumerable<(string Case, string From, string To)> Pairs() =>
        from name in Cases()
        from source in DialectCodecs.All
        from target in DialectCodecs.All
        select (name, source.Name, target.Name);

    /// <summary>What a case says in a dialect.</summary>
    public string Read(string name, string dialect) => File.ReadAllText(PathOf($"{name}.{dialect}"));

    /// <summary>Compares a translation with what is expected of it.</summary>
    public void Check(string name, string from, string to, string actual, Action<string, string> assert)
    {
        var special = PathOf($"{name}.{from}.to.{to}");
        if (!s_writes)
        {
            assert(File.Exists(special) ? File.ReadAllText(special) : Read(name, to), actual);
            return;
        }

        File.Delete(special);
        try
        {
            assert(Read(name, to), actual);
        }
        catch (Xunit.Sdk.XunitException)
        {
            File.WriteAllText(special, actual);
        }
    }

    /// <summary>What is expected to be dropped: one name a line, no file for nothing.</summary>
    public IEnumerable<string> ReadDropped(string name, string from, string to, IReadOnlyList<string> actual)
    {
        var path = PathOf($"{name}.{from}.to.{to}");
        if (s_writes)
        {
            File.Delete(path);
            if (actual.Count > 0)
            {
                File.WriteAllLines(path, actual);
            }
        }

        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }

    private string PathOf(string name) => Path.Combine(_folder, $"{name}.{extension}");
}
