namespace Fusion.Compiler.Tests.Operations;

public class ThreefryTests
{
    /// <summary>The known answers of the authors' library, Random123.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0x6B200159u, 0x99BA4EFEu)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu, 0x1CB996FCu, 0xBB002BE7u)]
    [InlineData(0x243F6A88u, 0x85A308D3u, 0x13198A2Eu, 0x03707344u, 0xC4923A9Cu, 0x483DF7A0u)]
    public void Has_its_known_answers(uint counter0, uint counter1, uint key0, uint key1, uint first, uint second) =>
        Assert.Equal((first, second), Threefry.Block((counter0, counter1), (key0, key1)));
}
