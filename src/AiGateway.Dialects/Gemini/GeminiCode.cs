using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.Gemini;

/// <summary>Code that Gemini runs on the way to its answer, and what comes of it: no other dialect has a form for it, so that it is told as text between fences.</summary>
internal static class GeminiCode
{
    /// <summary>The text of a part of an answer; not there where the part is neither code nor what came of it.</summary>
    public static JsonString TextOf(JsonView part)
    {
        var code = GeminiRequestReader.Either(part, "executableCode"u8, "executable_code"u8);
        if (code["code"u8].Quoted is { Length: > 2 } lines)
        {
            return Fence(code["language"u8].Is("PYTHON"u8) ? "python"u8 : default, lines);
        }

        var result = GeminiRequestReader.Either(part, "codeExecutionResult"u8, "code_execution_result"u8);
        return result["output"u8].Quoted is { Length: > 2 } output ? Fence(default, output) : default;
    }

    private static JsonString Fence(ReadOnlySpan<byte> language, ReadOnlySpan<byte> quoted) =>
        JsonString.Wrap([.. "\\n```"u8, .. language, .. "\\n"u8, .. new JsonString(quoted.ToArray()).TrimEnd().Escaped, .. "\\n```\\n"u8]);
}
