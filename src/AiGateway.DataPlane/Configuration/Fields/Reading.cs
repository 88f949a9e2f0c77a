using System.Globalization;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration.Fields;

/// <summary>One reading of a configuration file: where variables and files are found, what is wrong so far, and from where in the file each record came.</summary>
/// <param name="variables">What <c>${NAME}</c> stands for.</param>
/// <param name="directory">The file's folder, which relative paths in it are relative to.</param>
internal sealed class Reading(EnvironmentSource variables, string directory)
{
    private readonly Dictionary<object, (YamlMap Map, string Path)> _origins = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public List<YamlProblem> Problems { get; } = [];

    /// <summary>What is probably not meant.</summary>
    public List<YamlProblem> Warnings { get; } = [];

    /// <summary>Adds a problem.</summary>
    /// <param name="at">Its place.</param>
    /// <param name="path">The path of the field: <c>models.qwen-plus.targets[0].provider</c>; empty for the whole file.</param>
    /// <param name="what">What is wrong, without any value that may be a secret.</param>
    public void Report(YamlPosition at, string path, string what) => Problems.Add(Say(at, path, what));

    /// <summary>Adds a problem with a field of a record that was read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The field's name; where it was not written, the place is the record's.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="index">The item, where the field is a list.</param>
    public void Report(object record, string field, string what, int? index = null) => Problems.Add(SayOf(record, field, what, index));

    /// <summary>Adds a warning about a field of a record that was read.</summary>
    public void Warn(object record, string field, string what, int? index = null) => Warnings.Add(SayOf(record, field, what, index));

    /// <summary>Remembers from where a record was read.</summary>
    public void Remember(object record, YamlMap map, string path) => _origins[record] = (map, path);

    /// <summary>Whether a field of a record was written.</summary>
    public bool IsWritten(object record, string field) => _origins[record].Map.Find(field) is not null;

    /// <summary>Whether something was found to be wrong with a field of a record, or within it, so that nothing needs to be said of what follows from it.</summary>
    public bool IsBad(object record, string field)
    {
        var path = Join(_origins[record].Path, field);
        return Problems.Any(problem => problem.What.StartsWith(path, StringComparison.Ordinal) && problem.What.Length > path.Length && problem.What[path.Length] is (':' or '.' or '['));
    }

    /// <summary>The text of a scalar, variables put in; null, and a problem told, where that is not possible.</summary>
    public string? Expand(YamlScalar scalar, string path)
    {
        var expanded = Substitution.Expand(scalar.Text, name => variables.Find(name)?.Value);
        if (!expanded.IsGood)
        {
            Report(scalar.At, path, expanded.Problem);
        }

        return expanded.Value;
    }

    /// <summary>The full path of a file that must be there.</summary>
    public Parsed<string> FindFile(string text)
    {
        if (text.Length == 0 || text.Any(char.IsControl))
        {
            return Parsed.Bad<string>("is not a path");
        }

        var full = Path.GetFullPath(text, directory);
        return File.Exists(full) ? Parsed.Good(full) : Parsed.Bad<string>("is not there, or is not a file that may be seen");
    }

    /// <summary>The name that a field holds, as it was written: with its variables, whose values are not shown.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="index">The item, where the field is a list.</param>
    public string ShownName(object record, string field, int? index = null) =>
        Shown.Name((ValueOf(_origins[record].Map.Find(field)?.Value, index) as YamlScalar)?.Text ?? "");

    private YamlProblem SayOf(object record, string field, string what, int? index)
    {
        var (map, path) = _origins[record];
        var value = map.Find(field)?.Value;
        var item = index is null ? null : ValueOf(value, index);
        var full = Join(path, field) + (item is null ? "" : string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
        return Say(item?.At ?? value?.At ?? map.At, full, what);
    }

    private static YamlNode? ValueOf(YamlNode? value, int? index) =>
        index is not { } i ? value : value is YamlList list && i < list.Items.Count ? list.Items[i] : null;

    /// <summary>The path of a field within another.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static YamlProblem Say(YamlPosition at, string path, string what) => new(at, path.Length == 0 ? what : $"{path}: {what}");
}
