using System.Globalization;
using AiGateway.Demo.Generation;

namespace AiGateway.Demo.Media;

/// <summary><c>POST /v1/images/generations</c>.</summary>
internal static class ImagesEndpoint
{
    private const int MostImages = 10;
    private const int LargestSide = 2048;
    private const int DefaultSide = 256;

    public static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var fields = new Fields(call.Body);
        var prompt = fields.Text("prompt");
        if (string.IsNullOrEmpty(prompt))
        {
            fields.Fail(SimulatedError.Missing("prompt"));
        }

        var count = fields.Integer("n", 1, MostImages) ?? 1;
        var asUrl = fields.OneOf("response_format", "b64_json", "b64_json", "url") == "url";
        var (width, height) = ReadSize(fields);
        if (fields.Flag("stream"))
        {
            fields.Fail(SimulatedError.Invalid("This simulated provider does not stream images.", "stream", "unsupported_value"));
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var images = new List<byte[]>(count);
        for (var index = 0; index < count; index++)
        {
            images.Add(PngImage.Gradient(width, height, Seed(prompt!, index)));
        }

        var tokens = Pieces.Of(prompt!).Count;
        return await call.SendJsonAsync(Json.Object((call, images, asUrl, tokens, prompt), static (json, of) =>
        {
            json.WriteNumber("created", of.call.Created);
            json.WriteString("output_format", "png");
            json.WriteStartArray("data");
            foreach (var image in of.images)
            {
                json.WriteStartObject();
                if (of.asUrl)
                {
                    json.WriteString("url", "data:image/png;base64," + Convert.ToBase64String(image));
                }
                else
                {
                    json.WriteBase64String("b64_json", image);
                }

                json.WriteString("revised_prompt", of.prompt);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (!of.call.Model.HidesUsage)
            {
                json.WriteStartObject("usage");
                json.WriteNumber("input_tokens", of.tokens);
                json.WriteNumber("output_tokens", of.images.Count * 64);
                json.WriteNumber("total_tokens", of.tokens + (of.images.Count * 64));
                json.WriteEndObject();
            }
        }));
    }

    // "512x256", or "auto".
    private static (int Width, int Height) ReadSize(Fields fields)
    {
        var size = fields.Text("size") ?? "auto";
        if (size == "auto")
        {
            return (DefaultSide, DefaultSide);
        }

        var cross = size.IndexOf('x', StringComparison.Ordinal);
        if (cross > 0
            && int.TryParse(size.AsSpan(0, cross), NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and <= LargestSide
            && int.TryParse(size.AsSpan(cross + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height is > 0 and <= LargestSide)
        {
            return (width, height);
        }

        fields.Fail(SimulatedError.Invalid($"Invalid value: '{size}'. A size is 'auto' or 'WxH' of 1 to {LargestSide} pixels each.", "size", "invalid_value"));
        return default;
    }

    private static uint Seed(string prompt, int index)
    {
        var seed = 2166136261u + (uint)index;
        foreach (var character in prompt)
        {
            seed = (seed ^ character) * 16777619;
        }

        return seed;
    }
}
