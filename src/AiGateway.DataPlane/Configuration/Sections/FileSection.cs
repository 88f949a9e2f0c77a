using AiGateway.Configuration.Fields;

namespace AiGateway.Configuration.Sections;

/// <summary>The configuration file as a whole: the sections, in the order in which they are read.</summary>
internal static class FileSection
{
    /// <summary>Its fields.</summary>
    public static Shape<FileContent> Shape { get; } = new(
        new GroupField<FileContent, GatewaySettings>(
            "server", ServerSection.Shape, "How the gateway itself runs", file => file.Server, (file, value) => file with { Server = value }),
        new NamedField<FileContent, ProviderSettings>(
            "providers", Names.OfProvider, ProviderSection.Shape, "Who is asked: the operator's names, and what they stand for",
            (_, name) => ProviderSection.Start(name), (file, value) => file with { Providers = value }),
        new GroupField<FileContent, ModelSettings>(
            "defaults", ModelSection.Defaults, "What holds for every model that does not say otherwise", file => file.Defaults, (file, value) => file with { Defaults = value }),
        new NamedField<FileContent, ModelSettings>(
            "models", Names.OfModel, ModelSection.Shape, "What clients name as model: a name, a prefix that ends in *, or *",
            (file, name) => ModelSection.Start(name, file.Defaults), (file, value) => file with { Models = value }),
        new ValueField<FileContent, ValueList<KeySettings>>("keys", KeySection.Keys, "Who may ask", "", (file, value) => file with { Keys = value }),
        new GroupField<FileContent, GatewaySettings>(
            "limits", ServerSection.Limits, "What holds for every key that has no limits of its own", file => file.Server, (file, value) => file with { Server = value }),
        new GroupField<FileContent, GatewaySettings>(
            "telemetry", ServerSection.Telemetry, "What the gateway tells of itself", file => file.Server, (file, value) => file with { Server = value }));
}
