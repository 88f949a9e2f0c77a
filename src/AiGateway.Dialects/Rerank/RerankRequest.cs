using System.Diagnostics.CodeAnalysis;
using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Rerank;

/// <summary>Documents that are to be put in order, as callers ask for it: in the shape that Jina and Cohere's first version share. Points into their body.</summary>
internal sealed record RerankRequest
{
    private static readonly KnownMembers s_known = new(DialectFamily.OpenAi, "model", "query", "documents", "top_n", "return_documents");

    /// <summary>The question.</summary>
    public required JsonString Query { get; init; }

    /// <summary>The documents, in the order of the caller.</summary>
    public required IReadOnlyList<RerankDocument> Documents { get; init; }

    /// <summary>How many of them are wanted; null for all.</summary>
    public long? Top { get; init; }

    /// <summary>The answer is to have the documents.</summary>
    public bool ReturnsDocuments { get; init; }

    /// <summary>What only some providers know.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];

    /// <summary>A document that is no text, such as an image; null where there is none.</summary>
    public string? Indispensable { get; init; }

    /// <summary>Reads a request. Never throws.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="request">The request.</param>
    /// <param name="fault">Why there is none.</param>
    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out RerankRequest? request, out TranslationFault fault) =>
        RequestBody.TryRead(body, Read, out request, out fault);

    private static RerankRequest Read(JsonView body, ReadFaults faults)
    {
        var query = body["query"u8].Text;
        if (!query.IsGiven)
        {
            faults.Add("query", "must be a text");
        }

        var top = body["top_n"u8];
        if (top.IsGiven && top.Integer is not > 0)
        {
            faults.Add("top_n", "must be a positive whole number");
        }

        var documents = ReadDocuments(body["documents"u8], faults, out var missing);
        return new RerankRequest
        {
            Query = query,
            Documents = documents,
            Top = top.Integer,
            ReturnsDocuments = body["return_documents"u8].Flag ?? false,
            Extras = s_known.Extras(body),
            Indispensable = missing,
        };
    }

    private static List<RerankDocument> ReadDocuments(JsonView documents, ReadFaults faults, out string? missing)
    {
        missing = null;
        if (documents.Count == 0)
        {
            faults.Add("documents", "must be an array of at least one document");
        }

        var read = new List<RerankDocument>(documents.Count);
        foreach (var document in documents.Items)
        {
            var text = document.IsObject ? document["text"u8].Text : document.Text;
            if (!text.IsGiven && document.IsObject)
            {
                missing ??= $"documents[{read.Count}]";
            }
            else if (!text.IsGiven)
            {
                faults.Add($"documents[{read.Count}]", "must be a text, or an object that has one");
            }

            read.Add(new RerankDocument(text, document.Raw));
        }

        return read;
    }
}

/// <summary>A document.</summary>
/// <param name="Text">Its text; not there where it is none.</param>
/// <param name="Raw">How it stands in the caller's request: a string, or an object.</param>
internal readonly record struct RerankDocument(JsonString Text, ReadOnlyMemory<byte> Raw)
{
    /// <summary>It came as an object, which may say more than its text.</summary>
    public bool IsObject => Raw.Span is [(byte)'{', ..];
}
