using System.Text;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Providers;
using AiGateway.Dialects.Providers.Rules;

namespace AiGateway.Tests.Documents;

/// <summary>Writes what single providers and models take, as a table.</summary>
/// <param name="words">Puts a phrase into the language of the page.</param>
/// <param name="page">Takes it.</param>
internal sealed class RulesSection(Func<string, string> words, StringBuilder page)
{
    private static readonly (DialectFamily Family, DialectCodecs Codecs, string Name)[] s_dialects =
    [
        (DialectFamily.OpenAi, DialectCodecs.Chat, "Chat"),
        (DialectFamily.OpenAiResponses, DialectCodecs.Responses, "Responses"),
        (DialectFamily.Anthropic, DialectCodecs.Anthropic, "Messages"),
        (DialectFamily.Gemini, DialectCodecs.Gemini, "Gemini"),
    ];

    /// <summary>Writes the section.</summary>
    public void Write()
    {
        page.Append("## ").Append(words("Request rules of providers and models")).Append("\n\n");
        page.Append(words("They hold for requests that are translated, never for bytes that pass. Of two rows that say different things of one model the later holds. Patterns are those of the provider's names, after their last slash. Numbers are brought within bounds and efforts to the nearest one without being told; what is left out is told.")).Append("\n\n");
        page.Append($"| {words("types")} | {words("models")} | {words("dialects")} | {words("why")} | {words("left out")} | {words("taken besides")} |\n|---|---|---|---|---|---|\n");
        var rows = ProviderCatalogue.All
            .SelectMany(preset => preset.Rules.Rows.Select(row => (preset.Type, Row: row)))
            .GroupBy(pair => (pair.Row.Models, pair.Row.Why, Families: string.Join(' ', pair.Row.Families)));
        foreach (var row in rows)
        {
            page.Append($"| {TypesOf([.. row.Select(pair => pair.Type).Distinct()])} | {ModelsOf(row.Key.Models)} | {DialectsOf(row.First().Row)} | {words(row.Key.Why)} | {NamesOf(row.First().Row, rules => rules.Refuses)} | {NamesOf(row.First().Row, rules => rules.Takes)} |\n");
        }
    }

    private string TypesOf(IReadOnlyList<string> types)
    {
        var others = ProviderCatalogue.All.Select(preset => preset.Type).Except(types).ToList();
        return others.Count == 0 ? words("every")
            : others.Count < types.Count ? $"{words("every but")} {Quoted(others)}"
            : Quoted(types);
    }

    private string ModelsOf(string models) => models == "*" ? words("all") : Quoted(models.Split(' '));

    private string DialectsOf(ModelRules row)
    {
        var spoken = s_dialects.Where(dialect => row.Families.Contains(dialect.Family)).Select(dialect => dialect.Name).ToList();
        return spoken.Count == s_dialects.Length ? words("all") : string.Join(", ", spoken);
    }

    // By the names of the first dialect that the row is about and that has a word for the field.
    private static string NamesOf(ModelRules row, Func<ModelRules, FieldSet> fields) => Quoted(fields(row)
        .Select(field => s_dialects.Where(dialect => row.Families.Contains(dialect.Family)).Select(dialect => dialect.Codecs.Request.Fields[field].Name).FirstOrDefault(name => name is not null) ?? field.ToString())
        .Distinct());

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
