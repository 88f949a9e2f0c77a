namespace AiGateway.Hosting;

/// <summary>How the runtime handles sockets that have become ready.</summary>
internal static class SocketEvents
{
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Continues on the thread that waits for sockets, one a processor, instead of waking another: a sixth to a quarter of the processor time of
    /// a request. It asks of all code on the path what is the rule there anyway: never to block. Must run before the first socket is opened;
    /// whoever has set the switch himself keeps his choice.
    /// </summary>
    public static void HandleInline()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }
}
