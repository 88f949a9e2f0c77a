using System.Reflection;

namespace AiGateway.Hosting;

/// <summary>Which build this is.</summary>
internal static class ProductVersion
{
    private static readonly string s_informational =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>The version: <c>0.1.0</c>.</summary>
    public static string Number => s_informational.Split('+')[0];

    /// <summary>The commit that it was built from, or <c>unknown</c>.</summary>
    public static string Commit => s_informational.Split('+') is [_, var commit] ? commit : "unknown";
}
