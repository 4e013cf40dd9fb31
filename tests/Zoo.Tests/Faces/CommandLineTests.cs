using Fusion.Samples;

namespace Fusion.Zoo.Tests.Faces;

public class CommandLineTests
{
    private static readonly Option[] Options =
        [new("--image", "FILE", "a picture"), new("--quick", null, "a flag"), new("--threads", "N", "a number")];

    [Fact]
    public void Reads_values_and_flags()
    {
        CommandLine line = Parse("--image", "a.png", "--threads=3", "--quick");
        Assert.Equal("a.png", line.Required("--image"));
        Assert.Equal(3, line.Int("--threads", 0, 0, 8));
        Assert.True(line.Has("--quick"));
    }

    [Theory]
    [InlineData("--imag", "a.png")]
    [InlineData("--image")]
    [InlineData("--quick", "--quick")]
    public void Refuses_what_it_does_not_know(params string[] arguments) => Assert.Throws<UserException>(() => Parse(arguments));

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("9")]
    public void Refuses_numbers_out_of_range(string value) =>
        Assert.Throws<UserException>(() => Parse("--threads", value).Int("--threads", 0, 0, 8));

    [Fact]
    public void Names_a_missing_option() =>
        Assert.Contains("--image", Assert.Throws<UserException>(() => Parse().Required("--image")).Message);

    private static CommandLine Parse(params string[] arguments) => new("samples/Test", "Tests.", Options, arguments);
}
