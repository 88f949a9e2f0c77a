using System.Globalization;
using AiGateway.Dialects.Conversation;

namespace AiGateway.Dialects.OpenAiResponses;

/// <summary>What a caller wants of a list of input items.</summary>
/// <param name="Limit">The most items, 1 to 100. Default 20.</param>
/// <param name="IsAscending">The first item comes first. Default no.</param>
/// <param name="After">The id of the item that it goes on behind; empty for none.</param>
internal readonly record struct InputListQuery(int Limit, bool IsAscending, string After)
{
    /// <summary>Reads a URL's query; what is unknown is not looked at.</summary>
    public static bool TryRead(string query, out InputListQuery asked, out TranslationFault fault)
    {
        asked = new InputListQuery(20, IsAscending: false, "");
        fault = default;
        var rest = query.AsSpan().TrimStart('?');
        foreach (var range in rest.Split('&'))
        {
            var pair = rest[range];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? default : pair[(equals + 1)..];
            if (name is "limit")
            {
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > 100)
                {
                    fault = new TranslationFault("limit", "must be a number from 1 to 100");
                    return false;
                }

                asked = asked with { Limit = limit };
            }
            else if (name is "order")
            {
                if (value is not ("asc" or "desc"))
                {
                    fault = new TranslationFault("order", "must be asc or desc");
                    return false;
                }

                asked = asked with { IsAscending = value is "asc" };
            }
            else if (name is "after")
            {
                asked = asked with { After = Uri.UnescapeDataString(value) };
            }
        }

        return true;
    }
}
