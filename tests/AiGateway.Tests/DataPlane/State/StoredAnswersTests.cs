using AiGateway.Dialects.Stored;
using AiGateway.Keys;
using AiGateway.State;
using Microsoft.Extensions.Time.Testing;

namespace AiGateway.Tests.DataPlane.State;

public sealed class StoredAnswersTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StoredAnswers _answers;

    public StoredAnswersTests() => _answers = new StoredAnswers(new StoreLimits(100_000, TimeSpan.FromHours(1)), _time);

    [Fact]
    public void A_talk_is_found_from_its_beginning_on()
    {
        Keep("a", "1", null);
        Keep("a", "2", "1");
        Keep("a", "3", "2");

        Assert.True(_answers.TryFindTalk(KeyOf("a"), "3", out var talk));
        Assert.Equal(["1", "2", "3"], talk.Select(answer => answer.Id));
    }

    [Fact]
    public void A_talk_whose_beginning_is_gone_is_none()
    {
        Keep("a", "1", null);
        Keep("a", "2", "1");
        Assert.True(_answers.Delete(KeyOf("a"), "1"));

        Assert.False(_answers.TryFindTalk(KeyOf("a"), "2", out _));
        Assert.False(_answers.TryFindTalk(KeyOf("a"), "1", out var nothing));
        Assert.Empty(nothing);
    }

    [Fact]
    public void A_talk_that_goes_round_ends()
    {
        Keep("a", "1", "2");
        Keep("a", "2", "1");

        Assert.False(_answers.TryFindTalk(KeyOf("a"), "2", out _));
    }

    [Fact]
    public void One_key_finds_and_deletes_nothing_of_anothers()
    {
        Keep("a", "1", null);

        Assert.False(_answers.TryFind(KeyOf("b"), "1", out _));
        Assert.False(_answers.Delete(KeyOf("b"), "1"));
        Assert.True(_answers.TryFind(KeyOf("a"), "1", out _));
    }

    [Fact]
    public void Who_goes_on_with_a_talk_keeps_all_of_it()
    {
        Keep("a", "1", null);
        Keep("a", "2", "1");
        _time.Advance(TimeSpan.FromMinutes(50));
        Assert.True(_answers.TryFindTalk(KeyOf("a"), "2", out _));
        _time.Advance(TimeSpan.FromMinutes(50));

        Assert.True(_answers.TryFindTalk(KeyOf("a"), "2", out _));
        _time.Advance(TimeSpan.FromMinutes(60));
        Assert.False(_answers.TryFindTalk(KeyOf("a"), "2", out _));
    }

    [Fact]
    public void What_is_larger_than_the_store_is_not_kept()
    {
        Assert.False(_answers.TryKeep(KeyOf("a"), new StoredAnswer("1", null, new byte[50_000], new byte[50_000])));
        Assert.True(_answers.TryKeep(KeyOf("a"), new StoredAnswer("1", null, new byte[50_000], new byte[49_000])));
        Assert.InRange(_answers.Held, 99_000, 100_000);
    }

    private void Keep(string key, string id, string? previous) => Assert.True(_answers.TryKeep(KeyOf(key), new StoredAnswer(id, previous, new byte[10], new byte[10])));

    private static KeyHash KeyOf(string key)
    {
        Assert.True(KeyHash.TryOf(key, out var hash));
        return hash;
    }
}
