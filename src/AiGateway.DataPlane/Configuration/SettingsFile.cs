using System.Globalization;
using System.Security.Cryptography;
using AiGateway.Configuration.Fields;
using AiGateway.Configuration.Sections;
using AiGateway.Configuration.Yaml;

namespace AiGateway.Configuration;

/// <summary>The configuration file: found, and read over what the environment says.</summary>
internal sealed class SettingsFile
{
    /// <summary>The name that is looked for in the working directory where <c>GATEWAY_CONFIG</c> is unset.</summary>
    public const string DefaultName = "gateway.yaml";

    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxProblems = 100;

    private readonly string _name;
    private readonly string _path;
    private readonly YamlNode? _document;
    private readonly List<YamlProblem> _yamlProblems = [];

    private SettingsFile(string name, string path, ReadOnlyMemory<byte> content)
    {
        (_name, _path) = (name, path);
        Digest = Convert.ToHexString(SHA256.HashData(content.Span));
        _document = YamlReader.Read(BoundedFile.Decode(content), _yamlProblems);
    }

    /// <summary>The SHA-256 of its content, in upper-case hex.</summary>
    public string Digest { get; }

    /// <summary>It has keys, so that the environment's limit of requests counts only where it is set.</summary>
    public bool HasKeys => Has("keys");

    /// <summary>It has providers or keys, so that the environment's are ignored.</summary>
    public bool NamesProvidersOrKeys => Has("providers") || HasKeys;

    /// <summary>It cannot be made out: nobody knows what it has.</summary>
    public bool IsUnreadable => _document is not YamlMap;

    /// <summary>The full path of the configuration file, or of where it would be if there were one.</summary>
    /// <param name="source">The environment.</param>
    public static string PathOf(EnvironmentSource source) =>
        Path.GetFullPath(Path.Combine(source.WorkingDirectory, source.Find(KnownVariables.GatewayConfig.Name)?.Value ?? DefaultName));

    /// <summary>Opens the file.</summary>
    /// <param name="source">The environment, which says where it is.</param>
    /// <param name="problems">Why it cannot be read is added here.</param>
    /// <returns>The file; null where there is none, or it cannot be read.</returns>
    public static SettingsFile? Open(EnvironmentSource source, List<string> problems)
    {
        var path = PathOf(source);
        var told = source.Find(KnownVariables.GatewayConfig.Name);
        if (told is null && !Path.Exists(path))
        {
            return null;
        }

        var name = told?.Value ?? DefaultName;
        var content = BoundedFile.ReadBytes(path, MaxBytes);
        if (content.IsGood)
        {
            return new SettingsFile(name, path, content.Value);
        }

        problems.Add(told is { } said
            ? $"{KnownVariables.GatewayConfig.Name}: the file {Shown.Text(name)} {content.Problem} (from {said.Where}). Allowed: {KnownVariables.GatewayConfig.Allowed}"
            : $"{name}: {content.Problem}");
        return null;
    }

    /// <summary>Reads the file over the environment's settings.</summary>
    /// <param name="environment">What the environment says; its providers, models and keys are empty where <see cref="NamesProvidersOrKeys"/>.</param>
    /// <param name="source">What <c>${NAME}</c> stands for.</param>
    /// <param name="problems">What is wrong with the file is added here, each line with its place.</param>
    /// <param name="warnings">What is odd about it, here.</param>
    public GatewaySettings Over(GatewaySettings environment, EnvironmentSource source, List<string> problems, List<string> warnings)
    {
        var reading = new Reading(source, Path.GetDirectoryName(_path) ?? source.WorkingDirectory);
        reading.Problems.AddRange(_yamlProblems);
        var settings = _document is null ? environment : Read(environment, _document, reading);
        Tell(reading.Problems, problems);
        Tell(reading.Warnings, warnings);
        return settings;
    }

    private static GatewaySettings Read(GatewaySettings environment, YamlNode document, Reading reading)
    {
        // Where the file has no models, its defaults are those of the environment's.
        var isOwnModels = environment.Models.Count == 0 || (document as YamlMap)?.Find("models") is not null;
        var defaults = isOwnModels ? new ModelSettings { Name = "", Targets = [] } : environment.Models[0];
        if (!FileSection.Shape.TryRead(new FileContent(environment, defaults), document, "", reading, out var file) && document is not YamlMap)
        {
            return environment;
        }

        var providers = file!.Providers?.Select(provider => ProviderSection.Complete(provider, reading)).ToArray();
        var settings = file.Server with
        {
            Providers = providers is null ? environment.Providers : [.. providers],
            Models = file.Models is { } models ? [.. models] : [.. environment.Models.Select(model => file.Defaults with { Name = model.Name, Targets = model.Targets })],
            Keys = file.Keys is { } keys ? KeySection.Complete(keys, reading) : environment.Keys,
            IsEnvironmentAlone = providers is null && file.Models is null,
        };
        if (file.Models is { } own)
        {
            new ModelChecks(own, [.. settings.Providers.Select(provider => provider.Name)], reading).Run();
        }

        if (file.Keys is { } written)
        {
            KeySection.WarnOfUnknownModels(written, [.. settings.Models.Select(model => model.Name)], reading);
        }

        CheckSections(settings, document, file, reading);
        return settings;
    }

    // Where keys or providers stand in the file, the environment's are not used.
    private static void CheckSections(GatewaySettings settings, YamlNode document, FileContent file, Reading reading)
    {
        if (file is { Providers: null, Keys: null })
        {
            if (file.Models is { Count: 0 })
            {
                reading.Report(document.At, "models", "is empty: name at least one model, or leave it out");
            }

            return;
        }

        Need("providers", "dashscope: { type: dashscope, api_key: \"${DASHSCOPE_API_KEY}\" }");
        Need("models", "\"*\": { targets: [ { provider: dashscope } ] }");
        Need("keys", "- { name: web, key: \"${WEB_KEY}\" }");
        if (file.Providers is { Count: 0 } || file.Models is { Count: 0 })
        {
            reading.Report(document.At, "", "providers and models must name at least one each");
        }

        void Need(string section, string example)
        {
            if ((document as YamlMap)?.Find(section) is null)
            {
                reading.Report(document.At, section, $"is missing: a file that has providers or keys has providers, models and keys. For example: {example}");
            }
        }
    }

    private bool Has(string section) => (_document as YamlMap)?.Find(section) is not null;

    private void Tell(List<YamlProblem> told, List<string> lines)
    {
        foreach (var problem in told.OrderBy(problem => problem.At).Take(MaxProblems))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_name}:{problem.At.Line}:{problem.At.Column}: {problem.What}"));
        }

        if (told.Count > MaxProblems)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_name}: and {told.Count - MaxProblems} more"));
        }
    }
}
