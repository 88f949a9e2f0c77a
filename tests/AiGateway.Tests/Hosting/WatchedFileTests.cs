using System.Security.Cryptography;
using AiGateway.Hosting;
using AiGateway.Tests.DataPlane.Configuration;

namespace AiGateway.Tests.Hosting;

public sealed class WatchedFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_was_read_has_not_changed()
    {
        var file = new WatchedFile(_directory.Write("f", "one"), DigestOf("one"));

        Assert.False(file.HasChanged());
        Assert.False(file.HasChanged());
        Assert.False(file.IsChanging);
    }

    [Fact]
    public void A_new_content_has_changed_once_it_is_the_same_at_two_looks()
    {
        var file = new WatchedFile(_directory.Write("f", "one"), DigestOf("one"));
        _directory.Write("f", "tw");
        Assert.False(file.HasChanged());
        Assert.True(file.IsChanging);
        _directory.Write("f", "two");
        Assert.False(file.HasChanged());

        Assert.True(file.HasChanged());
        Assert.False(file.IsChanging);
        Assert.False(file.HasChanged());
    }

    [Fact]
    public void What_changed_before_the_first_look_is_seen()
    {
        var file = new WatchedFile(_directory.Write("f", "two"), DigestOf("one"));

        Assert.False(file.HasChanged());
        Assert.True(file.HasChanged());
    }

    [Fact]
    public void A_touch_without_a_change_is_none()
    {
        var path = _directory.Write("f", "one");
        var file = new WatchedFile(path, DigestOf("one"));
        Assert.False(file.HasChanged());

        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

        Assert.False(file.HasChanged());
        Assert.False(file.IsChanging);
    }

    [Fact]
    public void A_change_that_is_taken_back_is_none()
    {
        var file = new WatchedFile(_directory.Write("f", "one"), DigestOf("one"));
        _directory.Write("f", "two");
        Assert.False(file.HasChanged());
        _directory.Write("f", "one");

        Assert.False(file.HasChanged());
        Assert.False(file.IsChanging);
    }

    [Fact]
    public void A_file_that_is_gone_has_not_changed_until_it_is_back()
    {
        var path = _directory.Write("f", "one");
        var file = new WatchedFile(path, DigestOf("one"));
        File.Delete(path);
        Assert.False(file.HasChanged());
        Assert.False(file.HasChanged());

        _directory.Write("f", "two");
        Assert.False(file.HasChanged());
        Assert.True(file.HasChanged());
    }

    [Fact]
    public void A_file_that_was_not_there_at_first_is_seen_to_come()
    {
        var file = new WatchedFile(Path.Combine(_directory.Path, "f"), known: null);
        Assert.False(file.HasChanged());
        _directory.Write("f", "one");

        Assert.False(file.HasChanged());
        Assert.True(file.HasChanged());
    }

    // As Kubernetes mounts: f -> ..data/f, ..data -> ..1, which then leads to ..2.
    [Fact]
    public void A_mounted_file_that_is_changed_by_a_link_is_seen()
    {
        foreach (var (folder, text) in (ReadOnlySpan<(string, string)>)[("..1", "one"), ("..2", "two")])
        {
            Directory.CreateDirectory(Path.Combine(_directory.Path, folder));
            File.SetLastWriteTimeUtc(_directory.Write(Path.Combine(folder, "f"), text), DateTime.UnixEpoch);
        }

        var data = Path.Combine(_directory.Path, "..data");
        Directory.CreateSymbolicLink(data, "..1");
        var path = Path.Combine(_directory.Path, "f");
        File.CreateSymbolicLink(path, "..data/f");
        var file = new WatchedFile(path, DigestOf("one"));
        Assert.False(file.HasChanged());

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "..2");

        Assert.False(file.HasChanged());
        Assert.True(file.HasChanged());
    }

    private static string DigestOf(string text) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
