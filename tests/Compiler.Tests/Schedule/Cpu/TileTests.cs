using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Tests.Schedule.Cpu;

/// <summary>Register tiles: every pixel is in one of them, and none needs more registers than there are.</summary>
public sealed class TileTests
{
    [Fact]
    public void Split_covers_every_pixel_with_tiles_of_nearly_one_size()
    {
        for (int pixels = 1; pixels <= 200; pixels++)
        {
            for (int most = 1; most <= 14; most++)
            {
                var parts = TileSplit.Near(pixels, most).Parts.ToList();
                Assert.Equal(pixels, parts.Sum(part => part.Pixels * part.Count));
                Assert.Equal((pixels + most - 1) / most, parts.Sum(part => part.Count));
                Assert.All(parts, part => Assert.InRange(part.Pixels, 1, most));
                Assert.All(parts, part => Assert.True(part.Count > 0));
                Assert.InRange(parts.Count, 1, 2);
                if (parts.Count == 2) Assert.Equal(parts[0].Pixels - 1, parts[1].Pixels);
            }
        }
    }

    [Fact]
    public void Largest_tile_fills_the_registers_and_no_more()
    {
        foreach (InstructionSet set in InstructionSet.All)
        {
            foreach (WeightStorage storage in Enum.GetValues<WeightStorage>())
            {
                for (int vectors = 1; vectors <= 40; vectors++)
                {
                    int mask = storage == WeightStorage.BFloat16 && vectors > 1 ? 1 : 0;
                    // Accumulators, the weights, the pixel that is multiplied with them.
                    int Needed(int pixels) => pixels * vectors + vectors + 1 + mask;
                    int pixels = TileTable.MostPixelsOf(set, vectors, storage);
                    if (pixels > 1) Assert.InRange(Needed(pixels), 1, set.Registers);
                    if (pixels is > 0 and < 14) Assert.True(Needed(pixels + 1) > set.Registers);
                    Assert.InRange(pixels, 0, 14);
                    // One row of accumulators takes the weights from memory.
                    Assert.Equal(vectors < set.Registers, pixels > 0);
                }
            }
        }
        Assert.Equal(14, TileTable.MostPixelsOf(InstructionSet.Avx512, 2));
        Assert.Equal(14, TileTable.MostPixelsOf(InstructionSet.Avx512, 1));
    }

    [Theory]
    [InlineData(1, 5, true)]
    [InlineData(1, 6, false)]
    [InlineData(3, 5, true)]
    [InlineData(4, 4, true)]
    [InlineData(4, 5, false)]
    [InlineData(14, 1, true)]
    [InlineData(14, 2, false)]
    public void Pointers_are_counted(int pixels, int pointers, bool isLeft) =>
        Assert.Equal(isLeft, TileTable.HasPointerLeft(pixels, pointers));

    [Theory]
    // Bound by latency, by the multiply-adds, by the loads.
    [InlineData(2, 2, 4)]
    [InlineData(6, 2, 6)]
    [InlineData(14, 1, 7.5)]
    [InlineData(14, 2, 14)]
    public void Cycles_are_those_of_what_is_scarcest(int pixels, int vectors, double cycles) =>
        Assert.Equal(cycles, TileTable.CyclesPerStep(InstructionSet.Avx2, pixels, vectors));

    [Fact]
    public void Starting_a_tile_costs_more_the_larger_it_is() =>
        Assert.Equal((13.5, 30.0), (TileTable.Overhead(1, 1), TileTable.Overhead(6, 2)));

    [Theory]
    // Enough accumulators hide the loop.
    [InlineData(10, 64, 1)]
    [InlineData(9, 64, 1)]
    [InlineData(8, 64, 2)]
    [InlineData(5, 63, 3)]
    [InlineData(6, 63, 1)]
    [InlineData(4, 64, 4)]
    [InlineData(4, 66, 3)]
    [InlineData(4, 62, 2)]
    [InlineData(1, 61, 1)]
    // A run of one iteration is no loop.
    [InlineData(4, 4, 2)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 2, 1)]
    public void Narrow_tiles_are_unrolled(int accumulators, int run, int unroll) =>
        Assert.Equal(unroll, ConvolutionPlanner.ChooseUnroll(accumulators, run));

    [Fact]
    public void Sums_in_chunks_are_unrolled_by_what_divides_a_chunk()
    {
        Assert.Equal(3, ConvolutionPlanner.ChooseUnroll(4, 66));
        Assert.Equal(2, ConvolutionPlanner.ChooseUnroll(4, 66, inChunks: true));
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(4, 1, 1, 1)]
    [InlineData(5, 1, 1, 2)]
    [InlineData(16, 1, 2, 4)]
    [InlineData(17, 2, 3, 5)]
    public void Channels_fill_whole_vectors(int channels, params int[] vectors) =>
        Assert.Equal(vectors, InstructionSet.All.Select(set => set.Vectors(channels)));

    [Fact]
    public void Vectors_have_the_names_of_the_class_library() => Assert.Equal(
        ["Vector512 Vector512<float>", "Vector256 Vector256<float>", "Vector128 Vector128<float>"],
        InstructionSet.All.Select(set => $"{set.VectorClass} {set.VectorType}"));
}
