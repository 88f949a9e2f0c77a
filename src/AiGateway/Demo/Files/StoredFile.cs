namespace AiGateway.Demo.Files;

/// <summary>A file that was uploaded.</summary>
internal sealed record StoredFile(string Id, long Created, string Name, string Purpose, ReadOnlyMemory<byte> Content);
