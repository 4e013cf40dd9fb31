namespace Fusion.Tests.Execution;

public sealed class UnitBoardTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(7, 1)]
    [InlineData(7, 3)]
    [InlineData(2, 5)]
    [InlineData(int.MaxValue, 64)]
    public void Shares_cover_every_unit_once(int units, int participants)
    {
        int next = 0;
        for (int i = 0; i < participants; i++)
        {
            Assert.Equal(next, UnitBoard.Share(units, i, participants));
            next = UnitBoard.Share(units, i + 1, participants);
            Assert.InRange(next - UnitBoard.Share(units, i, participants), units / participants, units / participants + 1);
        }
        Assert.Equal(units, next);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(5, 2)]
    [InlineData(16, 2)]
    [InlineData(1000, 3)]
    [InlineData(int.MaxValue, 2)]
    public void One_participant_alone_gets_every_unit_once(int units, int participants)
    {
        for (int index = 0; index < participants; index++)
        {
            var board = new UnitBoard();
            board.Grow(participants);
            for (long step = 1; step <= 3; step++)
                Assert.Equal(units, TakeAll(board, step, units, index, participants).Sum(range => (long)range.Last - range.First));
        }
    }

    [Fact]
    public void The_owner_begins_with_its_own_share_from_the_front()
    {
        var board = new UnitBoard();
        board.Grow(2);
        Assert.True(board.TryTake(1, 16, 1, 2, false, out int first, out int last));
        Assert.Equal((8, 12), (first, last));
        Assert.True(board.TryTake(1, 16, 1, 2, false, out first, out last));
        Assert.Equal((12, 14), (first, last));
        // Help comes from the other end.
        Assert.True(board.TryTake(1, 16, 0, 2, false, out first, out last));
        Assert.Equal((0, 4), (first, last));
    }

    [Fact]
    public void A_late_participant_finds_nothing_in_a_step_that_is_over()
    {
        var board = new UnitBoard();
        board.Grow(2);
        TakeAll(board, 1, 10, 0, 2);
        Assert.True(board.TryTake(2, 10, 0, 2, false, out _, out _));
        Assert.Empty(TakeAll(board, 1, 10, 1, 2));
        Assert.NotEmpty(TakeAll(board, 2, 10, 1, 2));
    }

    [Fact]
    public void Many_at_once_get_every_unit_once()
    {
        const int Participants = 4, Steps = 200, Units = 57;
        var board = new UnitBoard();
        board.Grow(Participants);
        int[] counts = new int[Steps * Units];
        using var barrier = new Barrier(Participants);
        var threads = Enumerable.Range(0, Participants).Select(index => new Thread(() =>
        {
            for (int step = 0; step < Steps; step++)
            {
                foreach ((int first, int last) in TakeAll(board, step + 1, Units, index, Participants))
                    for (int unit = first; unit < last; unit++) Interlocked.Increment(ref counts[step * Units + unit]);
                barrier.SignalAndWait();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    private static List<(int First, int Last)> TakeAll(UnitBoard board, long step, int units, int index, int participants)
    {
        var taken = new List<(int, int)>();
        while (board.TryTake(step, units, index, participants, false, out int first, out int last)) taken.Add((first, last));
        return taken;
    }
}
