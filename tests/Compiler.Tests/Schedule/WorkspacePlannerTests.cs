using Fusion.Compiler.Schedule;
using Buffer = Fusion.Compiler.Schedule.Buffer;

namespace Fusion.Compiler.Tests.Schedule;

public class WorkspacePlannerTests
{
    [Fact]
    public void Nothing_needs_no_more_than_the_slack() =>
        Assert.Equal((WorkspacePlanner.Slack, WorkspacePlanner.Slack), WorkspacePlanner.Place([]));

    [Fact]
    public void Buffers_that_follow_each_other_share_their_memory()
    {
        Buffer[] buffers = [Make("a", 100, 0, 1), Make("b", 300, 1, 2), Make("c", 100, 2, 3)];
        var (floats, bound) = WorkspacePlanner.Place(buffers);
        // 100 floats take 112, so that the next buffer begins on a cache line.
        Assert.Equal(112 + 304 + WorkspacePlanner.Slack, floats);
        Assert.Equal(floats, bound);
    }

    [Fact]
    public void Large_buffers_first_is_not_always_best()
    {
        // By size alone, a, b and d come to lie on top of each other although 176 floats would do.
        Buffer[] buffers = [Make("a", 48, 2, 4), Make("b", 64, 1, 2), Make("c", 64, 4, 6), Make("d", 64, 2, 2), Make("e", 80, 0, 1)];
        var (floats, bound) = WorkspacePlanner.Place(buffers);
        AssertApart(buffers);
        Assert.Equal(176 + WorkspacePlanner.Slack, bound);
        Assert.Equal(bound, floats);
    }

    [Fact]
    public void Random_buffers_lie_apart_and_close_to_the_bound()
    {
        double worst = 1;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            Buffer[] buffers = [.. Enumerable.Range(0, random.Next(1, 60)).Select(i =>
            {
                int first = random.Next(40);
                return Make($"b{i}", random.Next(1, 5000), first, first + random.Next(8));
            })];
            var (floats, bound) = WorkspacePlanner.Place(buffers);
            AssertApart(buffers);
            Assert.Equal(floats, buffers.Max(buffer => buffer.Offset + buffer.Floats + 15) / 16 * 16 + WorkspacePlanner.Slack);
            worst = Math.Max(worst, (double)floats / bound);
        }
        Assert.InRange(worst, 1, 1.2);
    }

    [Fact]
    public void The_order_in_which_buffers_come_does_not_matter()
    {
        long[] Offsets(Func<Buffer[], IEnumerable<Buffer>> order)
        {
            Buffer[] buffers = [.. Enumerable.Range(0, 30).Select(i => Make($"b{i}", 16 * (1 + i % 5), i / 2, i / 2 + 1 + i % 3))];
            WorkspacePlanner.Place(order(buffers));
            return [.. buffers.Select(buffer => buffer.Offset)];
        }

        Assert.Equal(Offsets(buffers => buffers), Offsets(buffers => buffers.Reverse()));
    }

    private static Buffer Make(string name, int floats, int first, int last) =>
        new(name, BufferKind.Workspace, -1, 1, 1, 1, floats) { FirstStep = first, LastStep = last };

    private static void AssertApart(Buffer[] buffers)
    {
        foreach (Buffer a in buffers)
        {
            Assert.Equal(0, a.Offset % 16);
            foreach (Buffer b in buffers)
            {
                if (ReferenceEquals(a, b) || a.LastStep < b.FirstStep || b.LastStep < a.FirstStep) continue;
                Assert.True(a.Offset + a.Floats <= b.Offset || b.Offset + b.Floats <= a.Offset, $"{a.Name} and {b.Name} overlap.");
            }
        }
    }
}
