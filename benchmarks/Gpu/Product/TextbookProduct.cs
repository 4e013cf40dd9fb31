using Fusion.Gpu;
using Fusion.Gpu.Runtime;
using Fusion.Runtime;
using ILGPU;

namespace Fusion.Benchmarks;

/// <summary>The product of two square matrices as ILGPU's own examples have it, a result a thread: with tiles in shared memory, or
/// without.</summary>
internal sealed unsafe class TextbookProduct : GpuNetwork
{
    public const int Edge = Product.Edge;

    private const int Tile = 16;

    private TextbookProduct(GpuDevice device, StateDict weights, GpuOptions options, bool isTiled)
        : base(device, weights, options, Program(isTiled))
    {
    }

    public static NetworkInfo Description { get; } = new(
        nameof(TextbookProduct),
        [
            new NetworkVariant([new TensorInfo("a", [Edge, Edge])], [new TensorInfo("c", [Edge, Edge])], (long)Edge * Edge * Edge, 0,
                "", "",
                ["product"]),
        ],
        [new ParameterInfo("b", [Edge, Edge], ParameterKind.Weight, Edge)]);

    public static TextbookProduct Load(GpuDevice device, StateDict weights, GpuOptions options, bool isTiled) =>
        new(device, weights, options, isTiled);

    public void Run(GpuBuffer a, GpuBuffer c) => Execute(0, a, c);

    private static GpuProgram Program(bool isTiled) => new(
        Description, 0,
        [new GpuKernel("product", isTiled ? Tiled : Naive, Tile * Tile, Edge / Tile, 1, Edge / Tile)],
        0, (long)Edge * Edge, &Pack);

    private static void Pack(WeightPacker packer) => packer.Vector(0, Edge * Edge, Edge * Edge, "b");

    private static void Naive(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        int row = Grid.IdxX * Tile + Group.IdxX / Tile, column = Grid.IdxY * Tile + Group.IdxX % Tile;
        float sum = 0;
        for (int k = 0; k < Edge; k++) sum += inputs[row * Edge + k] * weights[k * Edge + column];
        outputs[row * Edge + column] = sum;
    }

    // The barrier that guards what is read stands at the top of the loop, where ILGPU's optimiser leaves it.
    private static void Tiled(
        ArrayView<float> weights, ArrayView<float> workspace, ArrayView<float> inputs, ArrayView<float> outputs, int batch,
        GpuPlaces places)
    {
        ArrayView<float> tileOfA = SharedMemory.Allocate<float>(Tile * Tile), tileOfB = SharedMemory.Allocate<float>(Tile * Tile);
        int x = Group.IdxX % Tile, y = Group.IdxX / Tile;
        int row = Grid.IdxX * Tile + y, column = Grid.IdxY * Tile + x;
        float sum = 0;
        for (int first = 0; first < Edge; first += Tile)
        {
            Group.Barrier();
            tileOfA[y * Tile + x] = inputs[row * Edge + first + x];
            tileOfB[y * Tile + x] = weights[(first + y) * Edge + column];
            Group.Barrier();
            for (int k = 0; k < Tile; k++) sum += tileOfA[y * Tile + k] * tileOfB[k * Tile + x];
        }
        outputs[row * Edge + column] = sum;
    }
}
