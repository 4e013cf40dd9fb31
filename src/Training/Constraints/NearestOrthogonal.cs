using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fusion.Training;

/// <summary>
/// The nearest matrix with <c>W Wᵀ = I</c>, by Newton and Schulz's iteration <c>W ← (3 I − W Wᵀ) W / 2</c> (Higham, Functions of Matrices,
/// SIAM 2008, chapter 8). Vectors have four lanes on every machine and are never contracted to fused multiply-adds, so that the bits are
/// the same everywhere.
/// </summary>
internal readonly unsafe struct NearestOrthogonal(int rows, int columns, double* scratch)
{
    /// <summary>How far an element of W Wᵀ may be from that of the unit matrix.</summary>
    private const double Tolerance = 1e-10;

    /// <summary>Enough for rows that are independent by more than the rounding of floats.</summary>
    private const int MostIterations = 60;

    /// <summary>Columns that the next iteration is made of at a time.</summary>
    private const int BlockColumns = 64;

    private readonly double* _matrix = scratch;
    private readonly double* _gram = scratch + (long)rows * columns;
    private readonly double* _block = scratch + (long)rows * columns + (long)rows * rows;

    public static long ScratchLength(int rows, int columns) => (long)rows * (columns + rows + BlockColumns);

    /// <returns>Whether the rows are independent; where they are not, nothing is written.</returns>
    public bool Run(float* weights, float* result)
    {
        long count = (long)rows * columns;
        for (long i = 0; i < count; i++) _matrix[i] = weights[i];
        MakeGram();
        double bound = LargestRowSum();
        if (!(bound > 0) || !double.IsFinite(bound)) return false;
        // No singular value is larger than 1 then, as the iteration asks.
        double scale = 1 / Math.Sqrt(bound);
        for (long i = 0; i < count; i++) _matrix[i] *= scale;
        for (int i = 0; i < MostIterations; i++)
        {
            MakeGram();
            if (IsUnit())
            {
                for (long k = 0; k < count; k++) result[k] = (float)_matrix[k];
                return true;
            }
            Iterate();
        }
        return false;
    }

    /// <summary>W Wᵀ.</summary>
    private void MakeGram()
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Product(_matrix + (long)i * columns, _matrix + (long)j * columns, columns);
                _gram[(long)i * rows + j] = product;
                _gram[(long)j * rows + i] = product;
            }
        }
    }

    /// <summary>No eigenvalue is larger.</summary>
    private double LargestRowSum()
    {
        double largest = 0;
        for (int i = 0; i < rows; i++)
        {
            double sum = 0;
            for (int j = 0; j < rows; j++) sum += Math.Abs(_gram[(long)i * rows + j]);
            largest = Math.Max(largest, sum);
        }
        return largest;
    }

    private bool IsUnit()
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < rows; j++)
                if (!(Math.Abs(_gram[(long)i * rows + j] - (i == j ? 1 : 0)) <= Tolerance)) return false;
        return true;
    }

    private void Iterate()
    {
        for (long i = 0; i < (long)rows * rows; i++) _gram[i] *= -0.5;
        for (int i = 0; i < rows; i++) _gram[(long)i * rows + i] += 1.5;
        for (int start = 0; start < columns; start += BlockColumns)
        {
            int width = Math.Min(BlockColumns, columns - start);
            new Span<double>(_block, rows * BlockColumns).Clear();
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < rows; j++)
                    AddScaled(_block + (long)i * BlockColumns, _matrix + (long)j * columns + start, _gram[(long)i * rows + j], width);
            for (int i = 0; i < rows; i++)
                new Span<double>(_block + (long)i * BlockColumns, width)
                    .CopyTo(new Span<double>(_matrix + (long)i * columns + start, width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Product(double* left, double* right, int count)
    {
        Vector256<double> even = Vector256<double>.Zero, odd = Vector256<double>.Zero;
        int i = 0;
        for (; i <= count - 8; i += 8)
        {
            even += Vector256.Load(left + i) * Vector256.Load(right + i);
            odd += Vector256.Load(left + i + 4) * Vector256.Load(right + i + 4);
        }
        Vector256<double> all = even + odd;
        double sum = (all[0] + all[1]) + (all[2] + all[3]);
        for (; i < count; i++) sum += left[i] * right[i];
        return sum;
    }

    /// <summary><c>target += factor · source</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(double* target, double* source, double factor, int count)
    {
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= count - 4; i += 4)
            (Vector256.Load(target + i) + factors * Vector256.Load(source + i)).Store(target + i);
        for (; i < count; i++) target[i] += factor * source[i];
    }
}
