namespace Fusion.Tests.Execution;

public sealed class ShareTests
{
    [Theory]
    [InlineData(0, long.MaxValue)]
    [InlineData(1, long.MaxValue)]
    [InlineData(1000, 0)]
    [InlineData(1000, long.MaxValue)]
    public void Every_piece_is_done_once_before_the_call_returns(int count, long cost)
    {
        for (int round = 0; round < 20; round++)
        {
            int[] done = new int[count];
            Share.For(count, cost, i => Interlocked.Increment(ref done[i]));
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void A_failure_reaches_the_caller(long cost)
    {
        var failure = Assert.Throws<WeightsException>(() => Share.For(50, cost, i =>
        {
            if (i == 20) throw new WeightsException("the twentieth");
        }));
        Assert.Equal("the twentieth", failure.Message);
    }
}
