namespace AiGateway.Upstream;

/// <summary>
/// Lets others have their turn. Sockets are handled on the thread that waits for them, so that an answer which never has to be waited for, because
/// both its ends are fast, would keep that thread to itself.
/// </summary>
internal struct FairShare
{
    private const int Share = 256 * 1024;

    private int _taken;

    /// <summary>Counts bytes that were passed on.</summary>
    /// <returns>It is time to let others go first: await <see cref="Task.Yield"/>.</returns>
    public bool IsUsedUp(int bytes)
    {
        _taken += bytes;
        if (_taken < Share)
        {
            return false;
        }

        _taken = 0;
        return true;
    }
}
