    public static Gpu LoadGpu(global::Fusion.Gpu.GpuDevice device, string path, global::Fusion.Gpu.GpuOptions? options = null) =>
        new(device, Gpu.Open(path, options), options);

    /// <summary>Copies weights that are in memory onto a device.</summary>
    /// <exception cref="global::Fusion.WeightsException">The weights do not fit; every problem is listed.</exception>
    /// <exception cref="global::Fusion.Gpu.GpuException">The device cannot run the network.</exception>
    [global::System.Diagnostics.CodeAnalysis.RequiresDynamicCode("ILGPU makes code at run time.")]
    public static Gpu LoadGpu(global::Fusion.Gpu.GpuDevice device, global::Fusion.StateDict weights, global::Fusion.Gpu.GpuOptions? options = null) =>
        new(device, weights, options);

    /// <summary>The network on a device. Runs that are called from several threads follow one another.</summary>
    [global::System.Diagnostics.CodeAnalysis.RequiresDynamicCode("ILGPU makes code at run time.")]
    public sealed class Gpu : global::Fusion.Gpu.GpuNetwork
    {
        internal Gpu(global::Fusion.Gpu.GpuDevice device, global::Fusion.StateDict weights, global::Fusion.Gpu.GpuOptions? options)
            : base(device, weights, options, global::Fusion.Generated.Two_bac03115.GpuPrograms.For(options?.Batch ?? 1))
        {
        }

        internal static global::Fusion.StateDict Open(string path, global::Fusion.Gpu.GpuOptions? options) => OpenWeights(path, options);

        /// <summary>Runs the network on one sample or a batch of them. Allocates nothing on the device.</summary>
        /// <param name="left">(4, 4, 8) for each sample, channels last.</param>
        /// <param name="right">(4, 4, 8) for each sample, channels last.</param>
        /// <param name="output">Receives (4, 4, 8) for each sample.</param>
        /// <exception cref="global::System.ArgumentException">A span is empty, has the wrong length, or lies where it must not.</exception>
        /// <exception cref="global::Fusion.Gpu.GpuException">The device failed.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
        public unsafe void Run(global::System.ReadOnlySpan<float> @left, global::System.ReadOnlySpan<float> @right, global::System.Span<float> @output)
        {
            int batch = global::Fusion.Gpu.GpuNetwork.Batch(@left.Length, 128, "left");
            global::Fusion.Gpu.GpuNetwork.CheckLength(@right.Length, batch, 128, "right");
            global::Fusion.Gpu.GpuNetwork.CheckLength(@output.Length, batch, 128, "output");
            fixed (float* pointer0 = @left)
            fixed (float* pointer1 = @right)
            fixed (float* pointer2 = @output)
                base.Execute(0, batch, [new(pointer0, 512L), new(pointer1, 512L), new(pointer2, 512L)]);
        }

        /// <summary>Runs the network on another thread. The memory must stay as it is until the task has ended.</summary>
        /// <returns>Ends with the run, which is finished though the network is disposed of meanwhile; with a
        /// <see cref="global::Fusion.Gpu.GpuException"/> where the device failed.</returns>
        /// <param name="left">(4, 4, 8) for each sample, channels last.</param>
        /// <param name="right">(4, 4, 8) for each sample, channels last.</param>
        /// <param name="output">Receives (4, 4, 8) for each sample.</param>
        /// <exception cref="global::System.ArgumentException">A memory is empty, has the wrong length, or lies where it must not.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
        public global::System.Threading.Tasks.Task RunAsync(global::System.ReadOnlyMemory<float> @left, global::System.ReadOnlyMemory<float> @right, global::System.Memory<float> @output)
        {
            int batch = global::Fusion.Gpu.GpuNetwork.Batch(@left.Length, 128, "left");
            global::Fusion.Gpu.GpuNetwork.CheckLength(@right.Length, batch, 128, "right");
            global::Fusion.Gpu.GpuNetwork.CheckLength(@output.Length, batch, 128, "output");
            return base.ExecuteAsync(0, batch, [@left, @right], [@output]);
        }

        /// <summary>Runs the network on a whole batch that is on the device, and leaves the results there.</summary>
        /// <param name="left">(4, 4, 8) for each sample of the batch, channels last.</param>
        /// <param name="right">(4, 4, 8) for each sample of the batch, channels last.</param>
        /// <param name="output">Receives (4, 4, 8) for each sample of the batch.</param>
        /// <exception cref="global::System.ArgumentException">A buffer has the wrong length, is on another device, or is that of two outputs.</exception>
        /// <exception cref="global::Fusion.Gpu.GpuException">The device failed.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
        public void Run(global::Fusion.Gpu.GpuBuffer @left, global::Fusion.Gpu.GpuBuffer @right, global::Fusion.Gpu.GpuBuffer @output) =>
            base.Execute(0, @left, @right, @output);
    }
    public static Gpu LoadGpu(global::Fusion.Gpu.GpuDevice device, string path, global::Fusion.Gpu.GpuOptions? options = null) =>
        new(device, Gpu.Open(path, options), options);

    /// <summary>Copies weights that are in memory onto a device.</summary>
    /// <exception cref="global::Fusion.WeightsException">The weights do not fit; every problem is listed.</exception>
    /// <exception cref="global::Fusion.Gpu.GpuException">The device cannot run the network.</exception>
    [global::System.Diagnostics.CodeAnalysis.RequiresDynamicCode("ILGPU makes code at run time.")]
    public static Gpu LoadGpu(global::Fusion.Gpu.GpuDevice device, global::Fusion.StateDict weights, global::Fusion.Gpu.GpuOptions? options = null) =>
        new(device, weights, options);

    /// <summary>The network on a device. Runs that are called from several threads follow one another.</summary>
    [global::System.Diagnostics.CodeAnalysis.RequiresDynamicCode("ILGPU makes code at run time.")]
    public sealed class Gpu : global::Fusion.Gpu.GpuNetwork
    {
        internal Gpu(global::Fusion.Gpu.GpuDevice device, global::Fusion.StateDict weights, global::Fusion.Gpu.GpuOptions? options)
            : base(device, weights, options, global::Fusion.Generated.Sizes_b267e5e9.GpuPrograms.For(options?.Batch ?? 1))
        {
        }

        internal static global::Fusion.StateDict Open(string path, global::Fusion.Gpu.GpuOptions? options) => OpenWeights(path, options);

        /// <summary>Runs the network on one sample or a batch of them. Allocates nothing on the device.</summary>
        /// <remarks>
        /// The lengths say which of the network's sizes is meant. Where they could be those of several, name it: <c>At(…)</c>.
        /// </remarks>
        /// <param name="image">(4, 4, 3) or (8, 8, 3) for each sample, channels last.</param>
        /// <param name="output">Receives (3) for each sample.</param>
        /// <exception cref="global::System.ArgumentException">A span is empty, has the wrong length, or lies where it must not; or the lengths could be those of several sizes.</exception>
        /// <exception cref="global::Fusion.Gpu.GpuException">The device failed.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
        public void Run(global::System.ReadOnlySpan<float> @image, global::System.Span<float> @output) => this.RunSize(base.SizeFitting(@image.Length, @output.Length), @image, @output);

        private unsafe void RunSize(int size, global::System.ReadOnlySpan<float> @image, global::System.Span<float> @output)
        {
            switch (size)
            {
            case 0: // (4, 4, 3)
            {
                int batch0 = global::Fusion.Gpu.GpuNetwork.Batch(@image.Length, 48, "image");
                global::Fusion.Gpu.GpuNetwork.CheckLength(@output.Length, batch0, 3, "output");
                fixed (float* pointer0_0 = @image)
                fixed (float* pointer0_1 = @output)
                    base.Execute(0, batch0, [new(pointer0_0, 192L), new(pointer0_1, 12L)]);
                break;
            }
            default: // (8, 8, 3)
            {
                int batch1 = global::Fusion.Gpu.GpuNetwork.Batch(@image.Length, 192, "image");
                global::Fusion.Gpu.GpuNetwork.CheckLength(@output.Length, batch1, 3, "output");
                fixed (float* pointer1_0 = @image)
                fixed (float* pointer1_1 = @output)
                    base.Execute(1, batch1, [new(pointer1_0, 768L), new(pointer1_1, 12L)]);
                break;
            }
            }
        }

        /// <summary>Runs the network on another thread. The memory must stay as it is until the task has ended.</summary>
        /// <returns>Ends with the run, which is finished though the network is disposed of meanwhile; with a
        /// <see cref="global::Fusion.Gpu.GpuException"/> where the device failed.</returns>
        /// <remarks>
        /// The lengths say which of the network's sizes is meant. Where they could be those of several, name it: <c>At(…)</c>.
        /// </remarks>
        /// <param name="image">(4, 4, 3) or (8, 8, 3) for each sample, channels last.</param>
        /// <param name="output">Receives (3) for each sample.</param>
        /// <exception cref="global::System.ArgumentException">A memory is empty, has the wrong length, or lies where it must not; or the lengths could be those of several sizes.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
        public global::System.Threading.Tasks.Task RunAsync(global::System.ReadOnlyMemory<float> @image, global::System.Memory<float> @output) => this.RunSizeAsync(base.SizeFitting(@image.Length, @output.Length), @image, @output);

        private global::System.Threading.Tasks.Task RunSizeAsync(int size, global::System.ReadOnlyMemory<float> @image, global::System.Memory<float> @output)
        {
            switch (size)
            {
            case 0: // (4, 4, 3)
            {
                int batch0 = global::Fusion.Gpu.GpuNetwork.Batch(@image.Length, 48, "image");
                global::Fusion.Gpu.GpuNetwork.CheckLength(@output.Length, batch0, 3, "output");
                return base.ExecuteAsync(0, batch0, [@image], [@output]);
            }
            default: // (8, 8, 3)
            {
                int batch1 = global::Fusion.Gpu.GpuNetwork.Batch(@image.Length, 192, "image");
                global::Fusion.Gpu.GpuNetwork.CheckLength(@output.Length, batch1, 3, "output");
                return base.ExecuteAsync(1, batch1, [@image], [@output]);
            }
            }
        }

        /// <summary>Runs the network on a whole batch that is on the device, and leaves the results there.</summary>
        /// <remarks>
        /// The lengths say which of the network's sizes is meant. Where they could be those of several, name it: <c>At(…)</c>.
        /// </remarks>
        /// <param name="image">(4, 4, 3) or (8, 8, 3) for each sample of the batch, channels last.</param>
        /// <param name="output">Receives (3) for each sample of the batch.</param>
        /// <exception cref="global::System.ArgumentException">A buffer has the wrong length, is on another device, or is that of two outputs; or the lengths could be those of several sizes.</exception>
        /// <exception cref="global::Fusion.Gpu.GpuException">The device failed.</exception>
        /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
        public void Run(global::Fusion.Gpu.GpuBuffer @image, global::Fusion.Gpu.GpuBuffer @output) =>
            base.Execute(base.SizeFitting(@image, @output), @image, @output);

        /// <summary>The network at the size (4, 4, 3) or (8, 8, 3), whatever other sizes the lengths of spans fit.</summary>
        /// <exception cref="global::System.ArgumentException">The network was not declared for this size.</exception>
        public Sized At(int height, int width, int channels) => new(this, base.SizeNamed(height, width, channels));

        /// <summary>The network at one of its sizes. Costs nothing to make, and may be kept.</summary>
        public readonly struct Sized
        {
            private readonly Gpu? _network;
            private readonly int _size;

            internal Sized(Gpu network, int size) => (this._network, this._size) = (network, size);

            private Gpu Network => this._network ??
                throw new global::System.InvalidOperationException("default(Sized) names no size; get one from At.");

            /// <summary>Runs the network on one sample or a batch of them. Allocates nothing on the device.</summary>
            /// <param name="image">(4, 4, 3) or (8, 8, 3), as belongs to the size, for each sample, channels last.</param>
            /// <param name="output">Receives (3) for each sample.</param>
            /// <exception cref="global::System.ArgumentException">A span is empty, has the wrong length, or lies where it must not.</exception>
            /// <exception cref="global::Fusion.Gpu.GpuException">The device failed.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
            public void Run(global::System.ReadOnlySpan<float> @image, global::System.Span<float> @output) => this.Network.RunSize(this._size, @image, @output);

            /// <summary>Runs the network on another thread. The memory must stay as it is until the task has ended.</summary>
            /// <returns>Ends with the run, which is finished though the network is disposed of meanwhile; with a
            /// <see cref="global::Fusion.Gpu.GpuException"/> where the device failed.</returns>
            /// <param name="image">(4, 4, 3) or (8, 8, 3), as belongs to the size, for each sample, channels last.</param>
            /// <param name="output">Receives (3) for each sample.</param>
            /// <exception cref="global::System.ArgumentException">A memory is empty, has the wrong length, or lies where it must not.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
            public global::System.Threading.Tasks.Task RunAsync(global::System.ReadOnlyMemory<float> @image, global::System.Memory<float> @output) => this.Network.RunSizeAsync(this._size, @image, @output);

            /// <summary>Runs the network on a whole batch that is on the device, and leaves the results there.</summary>
            /// <param name="image">(4, 4, 3) or (8, 8, 3), as belongs to the size, for each sample of the batch, channels last.</param>
            /// <param name="output">Receives (3) for each sample of the batch.</param>
            /// <exception cref="global::System.ArgumentException">A buffer has the wrong length, is on another device, or is that of two outputs.</exception>
            /// <exception cref="global::Fusion.Gpu.GpuException">The device failed.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The network has been disposed of.</exception>
            public void Run(global::Fusion.Gpu.GpuBuffer @image, global::Fusion.Gpu.GpuBuffer @output) => this.Network.Execute(this._size, @image, @output);
        }
    }