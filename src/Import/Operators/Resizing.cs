using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Resizing
{
    /// <summary>What a node asks for.</summary>
    /// <param name="Scales">New size over old for each dimension; null where the sizes say it.</param>
    /// <param name="Sizes">Null where they follow from the scales.</param>
    internal sealed record Request(float[]? Scales, int[]? Sizes, string Mode, string Coordinates)
    {
        /// <summary>Of the nearest position.</summary>
        public string Rounding { get; init; } = "";

        /// <summary>Null for the whole input.</summary>
        public (double[] First, double[] Last)? Region { get; init; }
    }

    public static void Upsample(NodeContext context)
    {
        float[] scales = context.Floats("scales") is { } given ? [.. given] : context.Constant(1).Floats;
        Apply(context, new Request(scales, null, context.Text("mode", "nearest"), "asymmetric") { Rounding = "floor" });
    }

    public static void Resize(NodeContext context)
    {
        string mode = context.Text("mode", "nearest");
        if (context.Opset < 11)
        {
            Apply(context, new Request(context.Constant(1).Floats, null, mode, "asymmetric") { Rounding = "simple" });
            return;
        }

        int rank = context.Input(0).Sizes.Length;
        int[] axes = context.Ints("axes") is { } given
            ? [.. given.Select(axis => TracedValue.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];
        float[]? scales = context.ConstantOrNull(2) is { Elements: > 0 } factors
            ? Filled(factors.Floats, axes, [.. Enumerable.Repeat(1f, rank)])
            : null;
        int[]? sizes = context.ConstantOrNull(3) is { Elements: > 0 } wanted
            ? Filled([.. wanted.Integers.Select(NodeContext.Size)], axes, context.Input(0).Sizes) : null;
        if (sizes is not null) (scales, sizes) = Policy(context, sizes, axes);
        string coordinates = context.Text("coordinate_transformation_mode", "half_pixel");
        Apply(context, new Request(scales, sizes, mode, coordinates)
        {
            Rounding = context.Text("nearest_mode", "round_prefer_floor"),
            Region = coordinates == "tf_crop_and_resize" ? Region(context, axes, rank) : null,
        });
    }

    /// <summary>The first place of each dimension, and the last.</summary>
    private static (double[] First, double[] Last) Region(NodeContext context, int[] axes, int rank)
    {
        double[] roi = [.. context.Constant(1).Floats.Select(place => place.Written())];
        if (roi.Length != 2 * axes.Length)
            throw new ImportException($"roi has {roi.Length} numbers where {2 * axes.Length} were expected");
        return (Filled(roi[..axes.Length], axes, new double[rank]),
            Filled(roi[axes.Length..], axes, [.. Enumerable.Repeat(1.0, rank)]));
    }

    private static T[] Filled<T>(T[] values, int[] axes, T[] all)
    {
        if (values.Length != axes.Length)
            throw new ImportException($"there are {values.Length} scales or sizes where {axes.Length} were expected");
        T[] result = [.. all];
        for (int i = 0; i < axes.Length; i++) result[axes[i]] = values[i];
        return result;
    }

    /// <summary>Sizes of which one gives way, so that all axes have one scale; that scale, and not the ratio of the sizes, is what
    /// positions are computed from.</summary>
    private static (float[]? Scales, int[] Sizes) Policy(NodeContext context, int[] sizes, int[] axes)
    {
        string policy = context.Text("keep_aspect_ratio_policy", "stretch");
        if (policy == "stretch") return (null, sizes);
        int[] old = context.Input(0).Sizes;
        IEnumerable<double> ratios = axes.Select(axis => (double)sizes[axis] / old[axis]);
        double ratio = policy == "not_larger" ? ratios.Min() : ratios.Max();
        int[] kept = [.. sizes.Select((size, axis) => axes.Contains(axis)
            ? (int)Math.Round(old[axis] * ratio, MidpointRounding.AwayFromZero)
            : size)];
        return ([.. sizes.Select((_, axis) => axes.Contains(axis) ? (float)ratio : 1)], kept);
    }

    private static void Apply(NodeContext context, Request request)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        int[] old = value.Sizes;
        if ((request.Scales?.Length ?? request.Sizes?.Length) != old.Length)
            throw new ImportException("there are not as many scales or sizes as dimensions");
        int[] wanted = request.Sizes ?? [.. old.Select((size, dim) => Size(size, dim))];
        if (wanted[0] != old[0] || wanted[1] != old[1]) throw new ImportException("it resizes the batch or the channels");
        int node = context.Arranger.ChannelsLast(value);
        double[] ratios = [.. Enumerable.Range(2, old.Length - 2)
            .Select(dim => request.Scales is null ? (double)wanted[dim] / old[dim] : request.Scales[dim])];
        node = request.Mode == "nearest"
            ? Nearest(context, node, old[2..], wanted[2..], ratios, request)
            : Interpolation.Import(context, node, old[2..], wanted[2..], request.Scales is null ? null : ratios, request);
        context.Return(context.Arranger.OfChannelsFirst(node, value.Rank));

        int Size(int size, int dim)
        {
            // A region is what the scale applies to.
            float covered = request.Region is { } region ? (float)(size * (region.Last[dim] - region.First[dim])) : size;
            return checked((int)MathF.Floor(covered * request.Scales![dim]));
        }
    }

    private static int Nearest(NodeContext context, int node, int[] old, int[] wanted, double[] ratios, Request request)
    {
        int[][] sources = [.. old.Select((size, d) => Sources(size, wanted[d], ratios[d], request, d + 2))];
        bool areWhole = old.Select((size, d) => wanted[d] % size == 0
            && sources[d].Select((source, i) => source == i / (wanted[d] / size)).All(fits => fits)).All(fits => fits);
        if (areWhole)
        {
            EquatableArray<int> scale = [.. old.Select((size, d) => wanted[d] / size)];
            return scale.All(step => step == 1) ? node : context.Add(new Upsample(scale), node);
        }

        bool areFloors = old.Select((size, d) =>
            sources[d].Select((source, i) => source == (int)((long)i * size / wanted[d])).All(fits => fits)).All(fits => fits);
        if (areFloors) return context.Add(new Resize([.. wanted], UpsampleMode.Nearest, false, []), node);
        for (int d = 0; d < old.Length; d++)
            if (!sources[d].SequenceEqual(Enumerable.Range(0, old[d]))) node = context.Add(new Gather([.. sources[d]], d), node);
        return node;
    }

    private static int[] Sources(int old, int wanted, double ratio, Request request, int dim) =>
        [.. Enumerable.Range(0, wanted).Select(i =>
        {
            double at = request.Coordinates switch
            {
                "asymmetric" => i / ratio,
                "half_pixel" => (i + 0.5) / ratio - 0.5,
                "half_pixel_symmetric" => old / 2.0 * (1 - wanted / (ratio * old)) + (i + 0.5) / ratio - 0.5,
                "pytorch_half_pixel" => wanted > 1 ? (i + 0.5) / ratio - 0.5 : 0,
                "align_corners" => wanted > 1 ? i * (old - 1.0) / (wanted - 1) : 0,
                "tf_half_pixel_for_nn" => (i + 0.5) / ratio,
                "tf_crop_and_resize" => Place(old, wanted, request.Region!.Value.First[dim], request.Region.Value.Last[dim], i),
                var other => throw new ImportException($"coordinate_transformation_mode '{other}' is not known"),
            };
            double source = request.Rounding switch
            {
                "floor" => Math.Floor(at),
                // Before opset 11: up to the next one where the value shrinks.
                "simple" => ratio < 1 ? Math.Ceiling(at) : Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                "round_prefer_floor" => Math.Ceiling(at - 0.5),
                "round_prefer_ceil" => Math.Floor(at + 0.5),
                var other => throw new ImportException($"nearest_mode '{other}' is not known"),
            };
            return (int)Math.Clamp(source, 0, old - 1);
        })];

    private static double Place(int old, int wanted, double first, double last, int i)
    {
        double at = wanted > 1 ? first * (old - 1) + i * (last - first) * (old - 1) / (wanted - 1) : (first + last) / 2 * (old - 1);
        return at >= -1e-6 * old && at <= old - 1 + 1e-6 * old ? at
            : throw new ImportException("its region reaches outside of the input, which the nearest position has no value for");
    }
}
