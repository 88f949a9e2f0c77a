using System.Buffers;

namespace AiGateway.Dialects.Json;

/// <summary>What single bytes mean in JSON.</summary>
internal static class JsonBytes
{
    /// <summary>A byte that no UTF-8 text has: stands for what cannot be part of a name that matters.</summary>
    public const byte NeverInUtf8 = 0xFF;

    /// <summary>White space.</summary>
    public static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>What a run of plain characters in a string ends at: quote, backslash, control characters.</summary>
    public static readonly SearchValues<byte> StringStops = SearchValues.Create(
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F"u8);

    /// <summary>
    /// What may stand between nested strings and brackets: more than JSON has (<c>NaN</c>, which Python writes, is the provider's to judge), but no
    /// byte with which a lenient parser would begin a comment or another kind of string, and so see other members than the scan does.
    /// </summary>
    public static readonly SearchValues<byte> BetweenNested = SearchValues.Create(
        " \t\r\n,:+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_"u8);

    /// <summary>Whether a byte is white space.</summary>
    public static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>What a hexadecimal digit is worth.</summary>
    public static int HexValue(byte digit) => digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>What the character behind a backslash means; false for <c>u</c> and for what JSON does not know.</summary>
    public static bool TryUnescape(byte escape, out byte meant)
    {
        meant = escape switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => escape,
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => 0,
        };
        return meant != 0;
    }

    /// <summary>Names a byte for a person: the character where it is printable ASCII, else its number.</summary>
    public static string Describe(byte value) => value is > 0x20 and < 0x7F ? $"'{(char)value}'" : $"the byte 0x{value:X2}";
}
