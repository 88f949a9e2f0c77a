using AiGateway.Dialects.Conversation;
using AiGateway.Dialects.Json;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>
/// Groups of tools, which no other dialect has: there a tool's name begins with its group's. The group <c>functions</c> is what tools without a group are
/// in, so that its name adds nothing.
/// </summary>
internal static class ResponsesNamespace
{
    private static readonly JsonString s_separator = JsonString.Of("__");

    /// <summary>The name of a tool where there are no groups.</summary>
    public static JsonString Qualify(JsonString group, JsonString name) => name.IsEmpty || IsUsual(group) ? name : group.Append(s_separator).Append(name);

    /// <summary>The group and the name that a tool has at the caller; no group where it has none.</summary>
    /// <param name="name">Its name where there are no groups.</param>
    /// <param name="tools">The caller's tools.</param>
    public static (JsonString Group, JsonString Name) Find(JsonString name, IReadOnlyList<Tool> tools)
    {
        foreach (var tool in tools)
        {
            var isIt = tool.Namespace.IsGiven && (tool switch { FunctionTool function => function.Name, FreeformTool freeform => freeform.Name, _ => default }).Escaped.SequenceEqual(name.Escaped);
            if (isIt)
            {
                return (tool.Namespace, JsonString.Wrap(name.Escaped[(IsUsual(tool.Namespace) ? 0 : tool.Namespace.Escaped.Length + s_separator.Escaped.Length)..]));
            }
        }

        return (default, name);
    }

    private static bool IsUsual(JsonString group) => group.IsEmpty || group.Is("functions"u8);
}
