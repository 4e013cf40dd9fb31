namespace Fusion.Samples.Tests;

/// <summary>Names beside indices.</summary>
public sealed class ClassNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_has_a_name_a_line() =>
        Assert.Equal(["tench", "great white shark", "", "hen"],
            ClassNames.Load(_folder.File("names.txt", "tench\r\nn01484850 great white shark\n\nhen\n\n")));

    [Fact]
    public void A_file_without_names_is_refused() =>
        Assert.Contains("is empty", Assert.Throws<UserException>(() => ClassNames.Load(_folder.File("names.txt", "\n"))).Message);

    [Fact]
    public void The_largest_come_first_with_their_names()
    {
        float[] values = [0.5f, 3, -1, 2.25f];
        Assert.Equal("[1] b 3, [3] d 2.25", ClassNames.Largest(values, 2, ["a", "b", "c", "d"]));
        Assert.Equal("[1] 3, [3] 2.25, [0] 0.5", ClassNames.Largest(values, 3, ["a", "b"]));
    }
}
