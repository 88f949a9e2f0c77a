using System.Buffers;
using System.Text;
using AiGateway.Dialects.Json;
using CsCheck;

namespace AiGateway.Tests.Dialects.Json;

public sealed class JsonWeightTests
{
    private const int Token = 32;
    private const int Object = 320;

    [Theory]
    [InlineData("""{"a":1}""", 2, 1)]
    [InlineData("""[1,1,1]""", 3, 0)]
    [InlineData("""[{},{},{}]""", 6, 3)]
    [InlineData("""{"a":"{[,:","b":"\"{,\\"}""", 4, 1)]
    [InlineData("", 0, 0)]
    [InlineData("\"{{{{", 0, 0)]
    public void What_stands_in_strings_weighs_no_more_than_its_length(string json, int tokens, int objects) =>
        Assert.Equal(new JsonWeight(json.Length + (tokens * Token) + (objects * Object), objects * Object), JsonWeight.Of(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void However_it_is_split_it_weighs_the_same() =>
        Gen.Char["{}[]:,\"\\ab"].Array[0, 30].Sample(characters =>
        {
            var bytes = Encoding.UTF8.GetBytes(characters);

            Assert.Equal(JsonWeight.Of(new ReadOnlySequence<byte>(bytes)), JsonWeight.Of(Segmented.Everywhere(bytes)));
        });
}
