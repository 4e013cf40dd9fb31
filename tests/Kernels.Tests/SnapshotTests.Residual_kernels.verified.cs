#nullable disable
/// <summary>Kernels for AVX2 with FMA: vectors of 8 floats.</summary>
private static unsafe class Avx2Kernels
{
    /// <summary>One sample of image (4, 4, 3), kernel after kernel.</summary>
    public static void Run(KernelRunner runner)
    {
        runner.Step(0, &Image_Pack, 4);
        runner.Step(1, &Conv1, 1);
        runner.Step(2, &Conv4, 1);
        runner.Step(3, &Conv7, 1);
    }

    /// <summary>image: brings the input into the workspace.</summary>
    private static void Image_Pack(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            // Zeros around 'image', so that convolutions that pad need no test for edges. The first participant does it.
            if (first == 0 && last > 0) Halo.Clear(k->Workspace + 288, (1, 4, 4), (0, 1, 1), (0, 1, 1), 3);
            InputPacking.Rows(k, 0, 12, 3, k->Workspace + 309, 18, first, last);
        }
    }

    /// <summary>Conv1: 3×3 3→8 at 4×4, BatchNorm, Relu.</summary>
    private static void Conv1(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            // Zeros around 'Conv1', so that convolutions that pad need no test for edges. The first participant does it.
            if (first == 0 && last > 0) Halo.Clear(k->Workspace, (1, 4, 4), (0, 1, 1), (0, 1, 1), 8);
            float* input = k->Workspace + 288;
            float* output = k->Workspace + 56;
            float* weights = k->Weights;
            float* biases = k->Weights + 224;
            // One panel of up to 8 channels passes over 4 rows of 4 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                for (int row = 0; row < 4; row++)
                {
                    float* a = panelInput + row * 18;
                    float* y = panelOutput + row * 48;
                    Tile4x8_R_Relu(a, w, y, bias, tiles: 1, step: 3, outStep: 8, run: 9, rowSpan: 54, rowJump: 9);
                }
            }
        }
    }

    /// <summary>Conv4: 3×3 8→8 at 4×4, BatchNorm, Relu.</summary>
    private static void Conv4(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            // Zeros around 'Conv4', so that convolutions that pad need no test for edges. The first participant does it.
            if (first == 0 && last > 0) Halo.Clear(k->Workspace + 288, (1, 4, 4), (0, 1, 1), (0, 1, 1), 8);
            float* input = k->Workspace;
            float* output = k->Workspace + 344;
            float* weights = k->Weights + 240;
            float* biases = k->Weights + 816;
            // One panel of up to 8 channels passes over 4 rows of 4 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                for (int row = 0; row < 4; row++)
                {
                    float* a = panelInput + row * 48;
                    float* y = panelOutput + row * 48;
                    Tile4x8_R_Relu_2(a, w, y, bias, tiles: 1, step: 8, outStep: 8, run: 24, rowSpan: 144, rowJump: 24);
                }
            }
        }
    }

    /// <summary>Conv7: 3×3 8→8 at 4×4, BatchNorm, Add Conv1, Relu.</summary>
    private static void Conv7(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 288;
            float* output = (float*)k->Bindings[1];
            float* weights = k->Weights + 832;
            float* biases = k->Weights + 1408;
            float* r0Base = k->Workspace + 56;
            // One panel of up to 8 channels passes over 4 rows of 4 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* r0 = r0Base;
                for (int row = 0; row < 4; row++)
                {
                    float* a = panelInput + row * 48;
                    float* y = panelOutput + row * 32;
                    float* r0Row = r0 + row * 48;
                    Tile4x8_R_Add_Relu(a, w, y, bias, r0Row, tiles: 1, step: 8, outStep: 8, r0Step: 8, run: 24, rowSpan: 144, rowJump: 24);
                }
            }
        }
    }

    /// <summary>Tiles of 4 pixels × 8 channels, then Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x8_R_Relu(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run, nint rowSpan, nint rowJump)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c1_0 = c0_0;
                Vector256<float> c2_0 = c0_0;
                Vector256<float> c3_0 = c0_0;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                float* rowEnd = x0 + rowSpan;
                do
                {
                    // One step over k: 1 vectors of weights, times one value of each pixel.
                    float* runEnd = x0 + run;
                    do
                    {
                        Vector256<float> b0 = Vector256.Load(w);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step]), b0, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2]), b0, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[0]), b0, c3_0);
                        Vector256<float> b0_1 = Vector256.Load(w + 8);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[1]), b0_1, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 1]), b0_1, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 1]), b0_1, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[1]), b0_1, c3_0);
                        Vector256<float> b0_2 = Vector256.Load(w + 16);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[2]), b0_2, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 2]), b0_2, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 2]), b0_2, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[2]), b0_2, c3_0);
                        x0 += 3; x3 += 3; w += 24;
                    } while (x0 < runEnd);
                    x0 += rowJump; x3 += rowJump;
                } while (x0 < rowEnd);
                // Epilogue, in registers: Relu.
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.Store(y);
                y += outStep;
                c1_0 = Avx.Max(Vector256<float>.Zero, c1_0);
                c1_0.Store(y);
                y += outStep;
                c2_0 = Avx.Max(Vector256<float>.Zero, c2_0);
                c2_0.Store(y);
                y += outStep;
                c3_0 = Avx.Max(Vector256<float>.Zero, c3_0);
                c3_0.Store(y);
                y += outStep;
                a += 4 * step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 4 pixels × 8 channels, then Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x8_R_Relu_2(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run, nint rowSpan, nint rowJump)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c1_0 = c0_0;
                Vector256<float> c2_0 = c0_0;
                Vector256<float> c3_0 = c0_0;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                float* rowEnd = x0 + rowSpan;
                do
                {
                    // One step over k: 1 vectors of weights, times one value of each pixel.
                    float* runEnd = x0 + run;
                    do
                    {
                        Vector256<float> b0 = Vector256.Load(w);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step]), b0, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2]), b0, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[0]), b0, c3_0);
                        Vector256<float> b0_1 = Vector256.Load(w + 8);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[1]), b0_1, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 1]), b0_1, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 1]), b0_1, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[1]), b0_1, c3_0);
                        Vector256<float> b0_2 = Vector256.Load(w + 16);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[2]), b0_2, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 2]), b0_2, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 2]), b0_2, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[2]), b0_2, c3_0);
                        Vector256<float> b0_3 = Vector256.Load(w + 24);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[3]), b0_3, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 3]), b0_3, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 3]), b0_3, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[3]), b0_3, c3_0);
                        x0 += 4; x3 += 4; w += 32;
                    } while (x0 < runEnd);
                    x0 += rowJump; x3 += rowJump;
                } while (x0 < rowEnd);
                // Epilogue, in registers: Relu.
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.Store(y);
                y += outStep;
                c1_0 = Avx.Max(Vector256<float>.Zero, c1_0);
                c1_0.Store(y);
                y += outStep;
                c2_0 = Avx.Max(Vector256<float>.Zero, c2_0);
                c2_0.Store(y);
                y += outStep;
                c3_0 = Avx.Max(Vector256<float>.Zero, c3_0);
                c3_0.Store(y);
                y += outStep;
                a += 4 * step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 4 pixels × 8 channels, then Add, Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x8_R_Add_Relu(float* a, float* b, float* y, float* bias, float* r0, int tiles, nint step, nint outStep, nint r0Step, nint run, nint rowSpan, nint rowJump)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c1_0 = c0_0;
                Vector256<float> c2_0 = c0_0;
                Vector256<float> c3_0 = c0_0;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                float* rowEnd = x0 + rowSpan;
                do
                {
                    // One step over k: 1 vectors of weights, times one value of each pixel.
                    float* runEnd = x0 + run;
                    do
                    {
                        Vector256<float> b0 = Vector256.Load(w);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step]), b0, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2]), b0, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[0]), b0, c3_0);
                        Vector256<float> b0_1 = Vector256.Load(w + 8);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[1]), b0_1, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 1]), b0_1, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 1]), b0_1, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[1]), b0_1, c3_0);
                        Vector256<float> b0_2 = Vector256.Load(w + 16);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[2]), b0_2, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 2]), b0_2, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 2]), b0_2, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[2]), b0_2, c3_0);
                        Vector256<float> b0_3 = Vector256.Load(w + 24);
                        c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[3]), b0_3, c0_0);
                        c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step + 3]), b0_3, c1_0);
                        c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2 + 3]), b0_3, c2_0);
                        c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[3]), b0_3, c3_0);
                        x0 += 4; x3 += 4; w += 32;
                    } while (x0 < runEnd);
                    x0 += rowJump; x3 += rowJump;
                } while (x0 < rowEnd);
                // Epilogue, in registers: Add, Relu.
                c0_0 = c0_0 + Vector256.Load(r0);
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.Store(y);
                y += outStep; r0 += r0Step;
                c1_0 = c1_0 + Vector256.Load(r0);
                c1_0 = Avx.Max(Vector256<float>.Zero, c1_0);
                c1_0.Store(y);
                y += outStep; r0 += r0Step;
                c2_0 = c2_0 + Vector256.Load(r0);
                c2_0 = Avx.Max(Vector256<float>.Zero, c2_0);
                c2_0.Store(y);
                y += outStep; r0 += r0Step;
                c3_0 = c3_0 + Vector256.Load(r0);
                c3_0 = Avx.Max(Vector256<float>.Zero, c3_0);
                c3_0.Store(y);
                y += outStep; r0 += r0Step;
                a += 4 * step;
            } while (--tiles > 0);
        }
    }
}
#nullable restore