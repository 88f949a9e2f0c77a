using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AiGateway.Demo.Files;

/// <summary>A multipart form with one file, read as it arrives. Fields may stand before the file or after it.</summary>
internal sealed class UploadForm
{
    private const int MostFields = 64;
    private const int LongestField = 64 * 1024;
    private const int BufferSize = 32 * 1024;

    private readonly Dictionary<string, string> _fields = [];

    private UploadForm()
    {
    }

    /// <summary>The name of the file; null where the form has none.</summary>
    public string? FileName { get; private set; }

    /// <summary>How long the file is.</summary>
    public long Length { get; private set; }

    /// <summary>The field of that name, or null.</summary>
    public string? Field(string name) => _fields.GetValueOrDefault(name);

    /// <summary>Reads the form of a request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="take">Gets the file piece by piece; false refuses the rest of it.</param>
    public static async ValueTask<(UploadForm Form, SimulatedError? Error)> ReadAsync(SimulatedCall call, Func<ReadOnlyMemory<byte>, bool> take)
    {
        var form = new UploadForm();
        if (!MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary)
        {
            return (form, SimulatedError.Invalid("The body of this request must be multipart/form-data."));
        }

        try
        {
            return (form, await form.ReadSectionsAsync(new MultipartReader(boundary.ToString(), call.Http.Request.Body), take, call.Ends));
        }
        catch (Exception problem) when (problem is InvalidDataException or (IOException and not BadHttpRequestException) && !call.Ends.IsCancellationRequested)
        {
            return (form, SimulatedError.Invalid("The multipart body of your request is not well formed."));
        }
    }

    private async ValueTask<SimulatedError?> ReadSectionsAsync(MultipartReader reader, Func<ReadOnlyMemory<byte>, bool> take, CancellationToken ends)
    {
        while (await reader.ReadNextSectionAsync(ends) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition || HeaderUtilities.RemoveQuotes(disposition.Name) is not { Length: > 0 } name)
            {
                return SimulatedError.Invalid("A part of the multipart body has no name.");
            }

            var problem = disposition.IsFileDisposition()
                ? await ReadFileAsync(section, disposition, take, ends)
                : await ReadFieldAsync(name.ToString(), section.Body, ends);
            if (problem is not null)
            {
                return problem;
            }
        }

        return FileName is null ? SimulatedError.Missing("file") : null;
    }

    private async ValueTask<SimulatedError?> ReadFileAsync(
        MultipartSection section, ContentDispositionHeaderValue disposition, Func<ReadOnlyMemory<byte>, bool> take, CancellationToken ends)
    {
        if (FileName is not null)
        {
            return SimulatedError.Invalid("The form has more than one file.", "file");
        }

        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        FileName = name.ToString();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await section.Body.ReadAsync(buffer, ends) is > 0 and var read)
            {
                Length += read;
                if (!take(buffer.AsMemory(0, read)))
                {
                    return SimulatedError.TooLarge;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<SimulatedError?> ReadFieldAsync(string name, Stream body, CancellationToken ends)
    {
        using var value = new MemoryStream();
        var buffer = new byte[1024];
        while (await body.ReadAsync(buffer, ends) is > 0 and var read)
        {
            value.Write(buffer, 0, read);
            if (value.Length > LongestField)
            {
                return SimulatedError.Invalid($"The form field '{name}' is too long.", name);
            }
        }

        if (_fields.Count == MostFields)
        {
            return SimulatedError.Invalid("The form has too many fields.");
        }

        // Fields such as include[] come more than once; the first one counts.
        _fields.TryAdd(name, Encoding.UTF8.GetString(value.GetBuffer(), 0, (int)value.Length));
        return null;
    }
}
